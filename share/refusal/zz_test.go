package refusal
import ("testing";"os";"encoding/json";"fmt";"sort";"strings")
func TestZZ(t *testing.T){
 b,_:=os.ReadFile("/tmp/s3b/codes.json"); var l [][]string; json.Unmarshal(b,&l)
 st:=map[string]int{"StatusForbidden":403,"StatusBadRequest":400,"StatusNotFound":404,"StatusConflict":409,"StatusMethodNotAllowed":405,"StatusPreconditionFailed":412,"StatusNotImplemented":501,"StatusInternalServerError":500,"StatusServiceUnavailable":503,"StatusRequestedRangeNotSatisfiable":416,"StatusLengthRequired":411,"StatusTooManyRequests":429}
 var o []string
 for _,x:=range l{ a:=Answer{Status:st[x[3]],Code:x[1],Message:x[2]}; w:=Explain(a); mark:="  "; if strings.HasPrefix(w.Sentence,"the server refused with"){mark="??"}; o=append(o,fmt.Sprintf("%s %2d %-6s %-38s %.70s  => %s",mark,w.Kind,x[0],x[1],x[2],w.Sentence)) }
 sort.Strings(o); prev:=""; for _,s:=range o{ if s!=prev{fmt.Println(s)}; prev=s }
}

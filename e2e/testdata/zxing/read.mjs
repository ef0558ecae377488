// Reads the QR codes of pictures by zxing-cpp: a line of JSON for each, what is on it or null.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

const wasm = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
prepareZXingModule({ overrides: { wasmBinary: (await readFile(wasm)).buffer } }); // it would be fetched from elsewhere

for (const path of process.argv.slice(2)) {
  const [found] = await readBarcodes(new Uint8Array(await readFile(path)), { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 });
  console.log(JSON.stringify(found?.isValid ? found.text : null));
}

"use strict";
(() => {
  const main = document.querySelector("main");
  const make = (name, text, parent) => {
    const e = document.createElement(name);
    if (text) e.textContent = text;
    if (parent) parent.append(e);
    return e;
  };
  const sections = [...main.querySelectorAll("section[data-name]")];
  const ends = Date.parse(main.dataset.ends);
  const size = n => {
    if (n < 1000) return n + (n === 1 ? " byte" : " bytes");
    let i = -1;
    do { n /= 1000; i++; } while (n >= 999.5 && i < 4);
    return (n < 9.95 ? n.toFixed(1) : Math.round(n)) + " " + ["kB", "MB", "GB", "TB", "PB"][i];
  };
  const moment = at => at.toLocaleString("en-GB", { dateStyle: "full", timeStyle: "long" });

  // A way is one link by which a file is sent: a form, or an address that takes one file.
  const formWay = form => ({
    to: form.action,
    type: form.dataset.type.toLowerCase(),
    family: form.dataset.family === "true",
    fields: [...form.elements].filter(e => e.name && e.type !== "file").map(e => [e.name, e.value]),
  });
  const addressWay = e => ({ to: e.dataset.to, put: JSON.parse(e.dataset.headers), type: "", spent: false });
  const rows = sections.map(section => ({
    section,
    name: section.dataset.name,
    least: Number(section.dataset.least),
    most: Number(section.dataset.most),
    many: section.dataset.many === "true",
    types: section.dataset.types.toLowerCase().split(",").filter(Boolean),
    ways: [...[...section.querySelectorAll("form")].map(formWay), ...[...section.querySelectorAll("data")].map(addressWay)],
    sent: 0,
  }));

  // Only a page of the place that takes the files is told what became of them.
  if (!rows.every(r => r.ways.every(w => new URL(w.to).origin === location.origin))) {
    document.getElementById("elsewhere").hidden = false;
    return;
  }
  document.documentElement.className = "script";

  // Devices know no type of some files; the ending of the name does.
  const endings = {
    pdf: "application/pdf", jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", gif: "image/gif", webp: "image/webp", heic: "image/heic", heif: "image/heif",
    tif: "image/tiff", tiff: "image/tiff", svg: "image/svg+xml", txt: "text/plain", csv: "text/csv", md: "text/markdown", html: "text/html", zip: "application/zip", json: "application/json",
    mp4: "video/mp4", mov: "video/quicktime", webm: "video/webm", mp3: "audio/mpeg", m4a: "audio/mp4", wav: "audio/wav", ogg: "audio/ogg",
    doc: "application/msword", docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    xls: "application/vnd.ms-excel", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ppt: "application/vnd.ms-powerpoint", pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  };
  const ending = name => (/\.([a-z0-9]{1,5})$/i.exec(name) || ["", ""])[1].toLowerCase();
  const typeOf = file => (file.type || endings[ending(file.name)] || "").toLowerCase();
  const fits = (type, wanted) => wanted.endsWith("*") ? type.startsWith(wanted.slice(0, -1)) : type === wanted;

  // A name that is a name everywhere, after ten letters that nobody guesses: phones call
  // every photo alike.
  const letters = "abcdefghijkmnpqrstuvwxyz23456789"; // 32: no letter is likelier than another
  const random = () => [...crypto.getRandomValues(new Uint8Array(10))].map(b => letters[b % letters.length]).join("");
  const cleaned = name => {
    name = name.normalize("NFC").replace(/[^\p{L}\p{N}._-]+/gu, "_").replace(/^[._]+/, "");
    const end = ending(name);
    let kept = "";
    for (const c of end ? name.slice(0, -end.length - 1) : name) {
      if (new TextEncoder().encode(kept + c).length > 120) break;
      kept += c;
    }
    return (kept || "file") + (end ? "." + end : "");
  };

  const tooLate = () => Date.now() > ends;
  const over = "The time is over. Please ask for a new page.";
  const lost = () => tooLate() ? over : "There was no answer: the connection was lost, or the storage broke off. Please try again.";

  // refusal says what an answer of the storage means.
  const refusal = (status, body) => {
    const code = (/<Code>([^<]*)<\/Code>/.exec(body) || ["", ""])[1];
    const text = (/<Message>([^<]*)<\/Message>/.exec(body) || ["", ""])[1];
    if (code === "EntityTooLarge" || status === 413) return "The file is too large.";
    if (code === "EntityTooSmall") return "The file is too small.";
    if (/expired/i.test(code + " " + text)) return over;
    if (/condition|policy/i.test(text)) return "The storage does not take it: it is not of the kind that is asked for, or this page was changed.";
    if (code === "QuotaExceeded" || /StorageFull|InsufficientCapacity/.test(code) || status === 507) return "The storage is full. Please tell whoever gave you this page.";
    if (code === "NoSuchBucket") return "The place for the files is not there any more. Please ask for a new page.";
    if (status === 401 || status === 403 || status === 404 || /InvalidAccessKeyId|InvalidToken/.test(code)) return tooLate() ? over : "The storage does not take it: this page was taken back, or may not be used from here. Please ask for a new one.";
    if (status === 429 || status >= 500) return "The storage is busy or out of order. Please try again in a while.";
    return "The storage does not take it (" + status + (code ? " " + code : "") + ").";
  };

  // wrong says what is seen before anything is sent; empty: nothing.
  const wrong = (row, file, type) => {
    if (row.most && file.size > row.most) return "The file is too large: it has " + size(file.size) + ", and at most " + size(row.most) + " are taken.";
    if (file.size < row.least) return file.size ? "The file is too small: it has " + size(file.size) + ", and at least " + size(row.least) + " are asked for." : "The file is empty.";
    if (row.types.length && !row.types.some(t => fits(type, t))) return "The file is of another kind" + (type ? " (" + type + ")" : "") + " than is asked for.";
    return "";
  };

  const wayFor = (row, type) => {
    const open = row.ways.filter(w => !w.spent);
    const rank = w => w.put ? 1 : w.type === "" ? 3 : w.family ? 2 : 1;
    const taking = open.filter(w => w.type === "" || (w.family ? type.startsWith(w.type) : type === w.type));
    return taking.sort((a, b) => rank(a) - rank(b))[0];
  };

  const request = (method, to, headers, body, moved) => new Promise(done => {
    const x = new XMLHttpRequest();
    x.open(method, to);
    for (const [name, value] of headers) x.setRequestHeader(name, value);
    x.upload.onprogress = e => moved(e.loaded, e.total);
    x.onload = () => done({ status: x.status, body: x.responseText });
    x.onerror = x.ontimeout = x.onabort = () => done({ status: 0, body: "" });
    x.send(body);
  });

  // post fills in a form as its policy allows, and returns the key and the answer.
  const post = async (way, file, type, moved) => {
    const data = new FormData();
    const name = cleaned(file.name);
    let key = "";
    for (let [field, value] of way.fields) {
      if (field === "key") key = value = value.endsWith("${filename}") ? value.slice(0, -11) + random() + "-" + name : value;
      if (field.toLowerCase() === "content-type" && way.family) value = type || value;
      data.append(field, value);
    }
    data.append("file", file, name);
    return { key, ...await request("POST", way.to, [], data, moved) };
  };

  const put = async (way, file, type, moved) => {
    const headers = way.put.map(h => [h.name, h.value]);
    const has = name => headers.some(h => h[0].toLowerCase() === name);
    if (!has("content-type")) headers.push(["Content-Type", type || "application/octet-stream"]);
    if (!has("content-disposition")) headers.push(["Content-Disposition", "attachment; filename*=UTF-8''" + encodeURIComponent(cleaned(file.name)).replace(/['()*]/g, c => "%" + c.charCodeAt(0).toString(16))]);
    const answer = await request("PUT", way.to, headers, file, moved);
    // A refusal that names no other reason may be the first answer of a link that is used up.
    way.spent = answer.status === 412 || answer.status >= 200 && answer.status < 300;
    return { key: decodeURIComponent(new URL(way.to).pathname), ...answer };
  };

  const receipt = document.getElementById("receipt");
  const records = [];
  const note = (row, file, key) => {
    const at = new Date();
    records.push({ row: row.name, file: file.name, size: file.size, at, key });
    const li = make("li", "", receipt.querySelector("ul"));
    make("strong", (row.name ? row.name + ": " : "") + file.name, li);
    make("small", size(file.size) + " (" + file.size + " bytes), " + moment(at) + ", as " + key, li);
    receipt.hidden = false;
  };
  const plain = s => s.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " ");
  document.getElementById("save").onclick = () => {
    const lines = [document.title, location.host, main.dataset.reference && "Reference: " + main.dataset.reference, ""];
    for (const r of records) lines.push((r.row ? r.row + ": " : "") + plain(r.file), "  " + r.size + " bytes, " + moment(r.at), "  as " + r.key);
    const a = make("a");
    a.href = URL.createObjectURL(new Blob([lines.filter(l => l !== undefined).join("\r\n") + "\r\n"], { type: "text/plain" }));
    a.download = "receipt.txt";
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 60000);
  };
  document.getElementById("print").onclick = () => window.print();

  // One file goes at a time; what fails may be tried again.
  let waiting = Promise.resolve(), open = 0;
  const enqueue = (row, file, line) => {
    open++;
    line.state("Waiting");
    waiting = waiting.then(() => deliver(row, file, line)).catch(() => line.failed("This browser could not read the file. Please choose it anew.")).finally(() => { open--; });
  };
  const deliver = async (row, file, line) => {
    const type = typeOf(file);
    const problem = wrong(row, file, type);
    if (problem) return line.failed(problem, true);
    const moved = (done, all) => line.moved(done, all);
    for (;;) {
      const way = wayFor(row, type);
      if (!way) return line.failed(row.ways.some(w => w.spent) ? "Everything that was asked for here has been sent: no more can be." : "The file is of another kind than is asked for.", true);
      const answer = await (way.put ? put : post)(way, file, type, moved);
      if (answer.status === 412 && way.spent) continue;
      if (answer.status < 200 || answer.status > 299) return line.failed(answer.status ? refusal(answer.status, answer.body) : lost());
      row.sent++;
      row.tally.textContent = row.sent === 1 ? "1 file sent" : row.sent + " files sent";
      note(row, file, answer.key);
      return line.sent();
    }
  };
  addEventListener("beforeunload", e => { if (open) e.preventDefault(); });

  const lineOf = (row, file, list) => {
    const li = make("li", "", list);
    make("strong", file.name, li);
    const bar = make("progress", "", li);
    const state = make("small", "", li);
    let again;
    bar.max = file.size || 1;
    bar.value = 0;
    const line = {
      state: text => { li.className = ""; state.textContent = text; },
      moved: (done, all) => {
        bar.max = all || 1;
        bar.value = done;
        state.textContent = done < all ? "Sending: " + size(Math.min(done, file.size)) + " of " + size(file.size) : "Sent; waiting for the answer";
      },
      sent: () => { li.className = "sent"; bar.remove(); state.textContent = "Sent, " + size(file.size); },
      failed: (text, final) => {
        li.className = "failed";
        bar.value = 0;
        state.textContent = "Not sent. " + text;
        if (final || again) return again && (again.hidden = false);
        again = make("button", "Try again", li);
        again.type = "button";
        again.onclick = () => { again.hidden = true; enqueue(row, file, line); };
      },
    };
    return line;
  };

  rows.forEach((row, i) => {
    const box = make("div", "", row.section);
    box.className = "send";
    const list = make("ul");
    list.setAttribute("aria-live", "polite");
    const chooser = (id, words, accept, camera) => {
      const label = make("label", words, box);
      label.htmlFor = id;
      label.className = camera ? "camera" : "";
      const input = make("input", "", label);
      input.type = "file";
      input.id = id;
      input.multiple = row.many && !camera;
      input.accept = accept;
      if (camera) input.setAttribute("capture", "environment");
      input.onchange = () => {
        for (const file of input.files) enqueue(row, file, lineOf(row, file, list));
        input.value = "";
      };
    };
    chooser("choose" + i, row.many ? "Choose files" : "Choose a file", row.types.map(t => t.replace(/\/\*?$/, "/*")).join(","), false);
    if (!row.types.length || row.types.some(t => t.startsWith("image/"))) chooser("camera" + i, "Take a photo", "image/*", true);
    box.append(list);
    row.tally = make("p", "", box);
    row.tally.className = "soft";
  });
})();

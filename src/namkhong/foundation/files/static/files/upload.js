// Files are sent piece by piece and carry on after a broken connection.
// <input type="file" name="giay_to" data-resumable="/tep/gui/">: when all pieces have arrived the form carries the
// file's id in "giay_to__stored" and the field is emptied. Without this script the form sends the file whole.
(() => {
  "use strict";

  const SMALLEST = 16384;
  const LARGEST = 2097152;
  const LONGEST_PAUSE = 30000;
  const HASHED_UP_TO = 33554432;
  const english = document.documentElement.lang === "en";
  const say = english
    ? {
        sending: (name, percent) => `Sending “${name}”: ${percent}%`,
        broken: (name, percent) => `Connection lost. “${name}” is at ${percent}%, trying again…`,
        checking: (name) => `Checking “${name}”…`,
        done: (name, size) => `Received “${name}” (${size}).`,
        failed: (name) => `“${name}” could not be sent. Please choose it again.`,
        remove: "Remove this file",
      }
    : {
        sending: (name, percent) => `Đang gửi “${name}”: ${percent} %`,
        broken: (name, percent) => `Mất kết nối. Tệp “${name}” đã gửi ${percent} %, đang thử gửi tiếp…`,
        checking: (name) => `Đang kiểm tra “${name}”…`,
        done: (name, size) => `Đã nhận “${name}” (${size}).`,
        failed: (name) => `Chưa gửi được “${name}”. Xin chọn lại tệp.`,
        remove: "Bỏ tệp này",
      };

  class Refused extends Error {}

  // Waits, but no longer than until the connection is back.
  const pause = (milliseconds) =>
    new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        removeEventListener("online", go);
        resolve();
      };
      const timer = setTimeout(go, milliseconds);
      addEventListener("online", go);
    });

  const hash = async (file) => {
    if (!window.crypto || !crypto.subtle || file.size > HASHED_UP_TO) return "";
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const told = async (answer, name) => {
    try {
      return new Refused((await answer.json()).message || say.failed(name));
    } catch {
      return new Refused(say.failed(name));
    }
  };

  class Upload {
    constructor(file, input, line) {
      this.file = file;
      this.line = line;
      this.begin = input.dataset.resumable;
      this.token = input.form.querySelector("[name=csrfmiddlewaretoken]").value;
      this.offset = 0;
      this.step = 65536;
      this.address = "";
      this.stopped = false;
    }

    // One request that is tried until an answer comes; 5xx and 429 count as no answer.
    async ask(address, options, again) {
      for (let wait = 1000; !this.stopped; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
        try {
          const answer = await fetch(address, {
            credentials: "same-origin",
            ...options(),
            headers: { "X-CSRFToken": this.token, ...(options().headers || {}) },
          });
          if (answer.status < 500 && answer.status !== 429) return answer;
        } catch {
          /* no connection */
        }
        this.step = Math.max(SMALLEST, this.step / 2);
        this.show(say.broken);
        await pause(wait);
        if (again && !(await again())) return null;
      }
      throw new Refused("");
    }

    show(words) {
      const percent = Math.floor((100 * this.offset) / this.file.size);
      this.line.textContent = words(this.file.name, percent);
    }

    async open() {
      const fields = new URLSearchParams({ name: this.file.name, size: this.file.size, sha256: await hash(this.file) });
      const answer = await this.ask(this.begin, () => ({ method: "POST", body: fields }));
      if (answer.status !== 201) throw await told(answer, this.file.name);
      this.address = (await answer.json()).address;
    }

    // Asks how far it has come; true when the piece must be cut anew.
    async resume() {
      try {
        const answer = await fetch(this.address, { method: "HEAD", credentials: "same-origin" });
        if (answer.ok) {
          this.offset = Number(answer.headers.get("Upload-Offset"));
          return false;
        }
      } catch {
        /* still no connection */
      }
      return true;
    }

    async send() {
      while (this.offset < this.file.size && !this.stopped) {
        this.show(say.sending);
        const from = this.offset;
        const started = performance.now();
        const answer = await this.ask(
          this.address,
          () => ({
            method: "PATCH",
            headers: { "Upload-Offset": String(from), "Content-Type": "application/offset+octet-stream" },
            body: this.file.slice(from, from + this.step),
          }),
          () => this.resume(),
        );
        if (answer === null) continue;
        const reached = answer.headers.get("Upload-Offset");
        if (answer.status !== 204 && !(answer.status === 409 && reached)) throw await told(answer, this.file.name);
        this.offset = Number(reached);
        if (performance.now() - started < 2000) this.step = Math.min(LARGEST, this.step * 2);
      }
    }

    async run() {
      await this.open();
      await this.send();
      this.show(say.checking);
      const answer = await this.ask(`${this.address}xong/`, () => ({ method: "POST" }));
      if (!answer.ok) throw await told(answer, this.file.name);
      return answer.json();
    }
  }

  const element = (tag, name, text) => {
    const made = document.createElement(tag);
    made.className = name;
    if (text) made.textContent = text;
    return made;
  };

  const attach = (input) => {
    const list = element("div", "nk-upload");
    const running = new Set();
    let submitter;
    let waiting = false;
    input.insertAdjacentElement("afterend", list);

    const take = async (file) => {
      const row = element("div", "nk-upload__row");
      const line = element("p", "govuk-hint govuk-!-margin-bottom-1");
      line.setAttribute("role", "status");
      row.append(line);
      list.append(row);
      const upload = new Upload(file, input, line);
      running.add(upload);
      try {
        const stored = await upload.run();
        const field = element("input", "");
        field.type = "hidden";
        field.name = `${input.name}__stored`;
        field.value = stored.id;
        const remove = element("button", "govuk-link nk-linklike", say.remove);
        remove.type = "button";
        remove.addEventListener("click", () => row.remove());
        line.textContent = say.done(stored.name, stored.size);
        row.append(field, remove);
      } catch (problem) {
        line.className = "govuk-error-message";
        line.setAttribute("role", "alert");
        line.textContent = (problem instanceof Refused && problem.message) || say.failed(file.name);
        waiting = false;
      } finally {
        running.delete(upload);
      }
      if (waiting && running.size === 0) input.form.requestSubmit(submitter);
    };

    input.addEventListener("change", () => {
      const chosen = [...input.files];
      if (!chosen.length) return;
      if (!input.multiple) {
        for (const upload of running) upload.stopped = true;
        list.replaceChildren();
      }
      input.value = "";
      input.required = false;
      for (const file of chosen) take(file);
    });

    input.form.addEventListener("submit", (event) => {
      if (running.size === 0) return;
      event.preventDefault();
      waiting = true;
      submitter = event.submitter || undefined;
    });
  };

  const able = window.fetch && window.URLSearchParams && Element.prototype.replaceChildren && HTMLFormElement.prototype.requestSubmit;
  if (!able) return;
  for (const input of document.querySelectorAll("input[type=file][data-resumable]")) {
    if (input.form && input.form.querySelector("[name=csrfmiddlewaretoken]")) attach(input);
  }
})();

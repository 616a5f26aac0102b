// A text box with a list of options beneath it, as the ARIA pattern "combobox with a list" has it.
// An option is {label, note, value}; none is chosen until one goes to it.

const wait_ms = 120; // after the last key

export class Combobox {
  // `find(text, signal)` promises options; `choose(option)` is called when one is taken.
  constructor(input, name, find, choose) {
    Object.assign(this, { input, find, choose, options: [], at: -1 });
    this.list = document.createElement("div");
    this.list.id = `${input.id}-options`;
    this.list.className = "listbox";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", name);
    this.list.hidden = true;
    input.parentElement.classList.add("has-listbox");
    input.after(this.list);
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
                         "aria-controls": this.list.id };
    for (const [key, value] of Object.entries(attributes)) input.setAttribute(key, value);
    input.addEventListener("input", (event) => { if (!event.isComposing) this.ask_soon(); });
    input.addEventListener("compositionend", () => this.ask_soon());
    input.addEventListener("keydown", (event) => this.on_key(event));
    input.addEventListener("blur", () => this.close());
    // Before the box loses the focus.
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const row = event.target.closest("[role=option]");
      if (row && event.button === 0) this.take(Number(row.dataset.index));
    });
  }

  ask_soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), wait_ms);
  }

  async ask() {
    this.request?.abort();
    const request = this.request = new AbortController();
    const text = this.input.value.slice(0, this.input.selectionStart ?? undefined);
    if (text.trim() === "") return this.close();
    try {
      const options = await this.find(text, request.signal);
      if (!request.signal.aborted && document.activeElement === this.input) this.show(options);
    } catch {
      if (!request.signal.aborted) this.close(); // typing goes on without
    }
  }

  show(options) {
    this.options = options;
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...options.map((option, index) => this.row(option, index)));
    this.set_open(options.length > 0);
  }

  row(option, index) {
    const row = document.createElement("div");
    row.id = `${this.list.id}-${index}`;
    row.dataset.index = index;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    for (const [part, text] of [["label", option.label], ["kind", option.note]]) {
      const span = document.createElement("span");
      span.className = part;
      span.dir = "auto";
      span.textContent = text;
      row.append(span);
    }
    return row;
  }

  on_key(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !this.list.hidden) {
      event.preventDefault();
      const places = this.options.length + 1; // one of them is the box itself
      this.go_to((this.at + 1 + step + places) % places - 1);
    } else if (event.key === "Enter" && this.at >= 0 && !this.list.hidden) {
      event.preventDefault();
      this.take(this.at);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Enter") {
      this.close();
    }
  }

  go_to(index) {
    this.at = index;
    [...this.list.children].forEach((row, i) => {
      row.setAttribute("aria-selected", String(i === index));
      if (i === index) row.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
  }

  take(index) {
    const option = this.options[index];
    this.close();
    this.choose(option);
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.set_open(false);
  }

  set_open(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }
}

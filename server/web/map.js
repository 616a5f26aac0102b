// The map can be moved and looked at from nearer.

class MapView {
  constructor(figure) {
    this.svg = figure.querySelector("svg");
    this.fit = this.svg.dataset.box.split(" ").map(Number);
    this.world = figure.dataset.world.split(" ").map(Number);
    this.box = [...this.fit];
    // Sizes as drawn at first; they stay the same on the screen.
    this.circles = [...this.svg.querySelectorAll("circle")].map((circle) => [circle, Number(circle.getAttribute("r"))]);
    this.names = [...this.svg.querySelectorAll("text")].map((name) => {
      const middle = Number(name.parentElement.querySelector("circle").getAttribute("cy"));
      return [name, Number(name.getAttribute("font-size")), middle, Number(name.getAttribute("y")) - middle];
    });
    figure.append(this.buttons());
    this.svg.addEventListener("pointerdown", (event) => this.begin(event));
    this.svg.addEventListener("pointermove", (event) => this.move(event));
    this.svg.addEventListener("pointerup", () => { this.from = null; });
    this.svg.addEventListener("dragstart", (event) => event.preventDefault());
    this.svg.addEventListener("click", (event) => { if (this.moved) event.preventDefault(); }, true);
  }

  buttons() {
    const bar = document.createElement("div");
    bar.className = "zoom";
    const acts = [["+", "Nearer", () => this.zoom(.6)], ["−", "Further", () => this.zoom(1 / .6)],
                  ["⤢", "The whole world", () => this.show(this.world)], ["◎", "All that was found", () => this.show(this.fit)]];
    for (const [sign, name, act] of acts) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.title = name;
      button.setAttribute("aria-label", name);
      button.addEventListener("click", act);
      bar.append(button);
    }
    return bar;
  }

  show([left, top, width, height]) {
    const [world_left, world_top, world_width, world_height] = this.world;
    width = Math.min(Math.max(width, 20), world_width);
    height = Math.min(Math.max(height, 20 * world_height / world_width), world_height);
    left = Math.min(Math.max(left, world_left), world_left + world_width - width);
    top = Math.min(Math.max(top, world_top), world_top + world_height - height);
    this.box = [left, top, width, height];
    this.svg.setAttribute("viewBox", this.box.join(" "));
    const scale = width / this.fit[2];
    for (const [circle, r] of this.circles) circle.setAttribute("r", r * scale);
    for (const [name, size, middle, above] of this.names) {
      name.setAttribute("font-size", size * scale);
      name.setAttribute("y", middle + above * scale);
    }
  }

  zoom(by) {
    const [left, top, width, height] = this.box;
    this.show([left + width * (1 - by) / 2, top + height * (1 - by) / 2, width * by, height * by]);
  }

  begin(event) {
    this.moved = false;
    if (event.button === 0 && event.pointerType !== "touch") this.from = { x: event.clientX, y: event.clientY, box: this.box };
  }

  move(event) {
    if (!this.from) return;
    const [dx, dy] = [event.clientX - this.from.x, event.clientY - this.from.y];
    if (Math.hypot(dx, dy) > 4) this.moved = true;
    if (!this.moved) return;
    const unit = this.from.box[2] / this.svg.clientWidth;
    this.show([this.from.box[0] - dx * unit, this.from.box[1] - dy * unit, this.from.box[2], this.from.box[3]]);
  }
}

export function start_map() {
  const start = () => document.querySelectorAll(".map").forEach((figure) => new MapView(figure));
  start();
  document.addEventListener("sitrep:page", start);
}

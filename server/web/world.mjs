// node world.mjs > world.svg: the outline of the world that the map draws on.
//
// Made once from the npm packages world-atlas 2 (Natural Earth 1:110m, public domain) and
// topojson-client 3. A unit is a tenth of a degree: x grows east of Greenwich, y south of the equator.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { merge, mesh } from "topojson-client";

const require = createRequire(import.meta.url);
const world = JSON.parse(readFileSync(require.resolve("world-atlas/countries-110m.json")));
const countries = world.objects.countries;
countries.geometries = countries.geometries.filter((country) => country.properties.name !== "Antarctica");

// One line as a path of whole steps; steps that lead nowhere are left out.
function path(line, closed) {
  let [x, y] = [0, 0];
  let text = "";
  for (const [i, [longitude, latitude]] of line.entries()) {
    let [to_x, to_y] = [Math.round(longitude * 10), Math.round(-latitude * 10)];
    if (i > 0 && Math.abs(to_x - x) > 1800) to_x += to_x < x ? 3600 : -3600; // over the date line
    if (i > 0 && to_x === x && to_y === y) continue;
    if (closed && i === line.length - 1) continue;
    const step = i === 0 ? `M${to_x} ${to_y}l` : `${to_x - x} ${to_y - y} `;
    [x, y] = [to_x, to_y];
    text += step;
  }
  return (text.trim() + (closed ? "z" : "")).replaceAll(" -", "-");
}

const land = merge(world, countries.geometries).coordinates.flat().map((ring) => path(ring, true)).join("");
const borders = mesh(world, countries, (a, b) => a !== b).coordinates.map((line) => path(line, false)).join("");
process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1800-850 3600 1450">
<!-- Made with Natural Earth (public domain); see world.mjs -->
<path id="land" d="${land}"/>
<path id="borders" fill="none" d="${borders}"/>
</svg>
`);

// The pages work without this; with it they answer as one types, and change in place.
import { start_pages } from "./pages.js";
import { start_suggestions } from "./suggest.js";
import { start_keys } from "./keys.js";
import { start_brush } from "./brush.js";
import { start_map } from "./map.js";
import { start_advanced } from "./advanced.js";
import { start_theme } from "./look.js";

start_theme();
start_pages();
start_suggestions();
start_keys();
start_brush();
start_map();
start_advanced();

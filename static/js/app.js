// Niceties only: every page works without this file. Each module watches the whole document, so parts that htmx brings work too.
import "./menus.js";
import "./sheets.js";
import "./copying.js";
import "./counting.js";
import "./passkeys.js";

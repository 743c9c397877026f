// Everything here is enhancement: pages read and work without it.
import "./theme_switch.js";
import "./stays.js";
import "./exchange.js";
import "./dialogs.js";
import "./toasts.js";
import "./palette.js";
import "./filters.js";
import "./rows.js";
import "./tables.js";
import "./fits.js";
import "./ranges.js";
import "./networks.js";
import "./picks.js";
import "./files.js";
import "./days.js";
import "./strips.js";
import "./mistakes.js";

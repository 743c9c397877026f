// Everything here is enhancement: pages read and work without it.
import "./theme_switch.js";
import "./palette.js";
import "./rows.js";

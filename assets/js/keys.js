// Single-letter shortcuts: silent while typing, and can be switched off by the reader.
export const typing = (event) => event.target.closest?.("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable=true]");
export const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;
export const letters = () => document.documentElement.dataset.shortcuts !== "off";
export const shown = (element) => Boolean(element && element.getClientRects().length);

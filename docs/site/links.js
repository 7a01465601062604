// TypeDoc's own links in the header are absolute; the site has to work in any folder, and from disk.
const base = document.documentElement.dataset.base;
const link = document.createElement("a");
link.href = `${base}/playground/index.html`;
link.textContent = "Playground";
link.style.marginInline = "1rem";
document.getElementById("tsd-toolbar-links")?.append(link);

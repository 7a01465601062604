// Before the first paint, so that a page in the other theme never flashes up.

const { dataset } = document.documentElement;
try {
  const theme = localStorage.getItem("room-console/theme");
  if (theme) dataset.theme = JSON.parse(theme);
} catch {
  // A browser that keeps nothing has the system's theme.
}

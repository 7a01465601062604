// Before the first paint, so that a page in the other theme never flashes up.

const { dataset } = document.documentElement;
try {
  const theme = JSON.parse(localStorage.getItem("room-console/theme"));
  if (theme === "light" || theme === "dark") dataset.theme = theme;
} catch {
  // A browser that keeps nothing, or nonsense, has the system's theme.
}

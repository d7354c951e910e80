// Entry: each feature looks for its own place in the page and does nothing where there is none.
import { startTheme } from "./theme-button.js";

startTheme();

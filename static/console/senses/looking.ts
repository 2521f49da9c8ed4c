/** Whether somebody looks at this page: a visible tab of a focused window. */
export function isLookedAt(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

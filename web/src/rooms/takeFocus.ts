/** A ref of what the focus goes to as it appears. */
export const takeFocus = (element: HTMLElement | null) => element?.focus();

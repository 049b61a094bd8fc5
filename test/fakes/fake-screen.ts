import type { OpenScreen, ScreenListener } from '../../src/ports/screen.ts';

/** A terminal that remembers what was shown, and whose keys a test presses. */
export function fakeScreen(columns = 120, rows = 30) {
  const shown: string[] = [];
  let listener: ScreenListener | undefined;
  const size = { columns, rows };
  const open: OpenScreen = (given) => {
    listener = given;
    return {
      get columns() {
        return size.columns;
      },
      get rows() {
        return size.rows;
      },
      show: (lines) => void shown.push(lines.join('\n')),
      close: () => {
        listener = undefined;
      },
    };
  };
  return {
    open,
    shown,
    isOpen: () => listener !== undefined,
    press: (key: string) => listener?.onKey(key),
    resize(to: typeof size) {
      Object.assign(size, to);
      listener?.onResize();
    },
  };
}

/**
 * Tells, at the end, whether something of stdout was lost (a full disk). A pipe that its reader
 * closed (`| head`) and a terminal that is gone are no loss: there is nobody who misses it.
 */
export function lostOutput(): () => Promise<boolean> {
  const { stdout } = process;
  // Before it is gone.
  const isTerminal = stdout.isTTY;
  let isLost = false;
  stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    isLost ||= code !== 'EPIPE' && !isTerminal;
  });
  return async () => {
    // Writes are told of in order, errors one turn later.
    await new Promise<void>((resolve) => stdout.write('', () => setImmediate(resolve)));
    return isLost;
  };
}

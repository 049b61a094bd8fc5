/**
 * A command that is over ends, whatever is left open: a connection of the driver to a node that was restarted has
 * been seen to stay. Output that somebody still reads is waited for.
 */
export function endDespiteLeftOpen(afterMs = 5_000): void {
  const end = () => {
    const unreadBytes = process.stdout.writableLength + process.stderr.writableLength;
    if (unreadBytes > 0) endDespiteLeftOpen(afterMs);
    else process.exit();
  };
  // Keeps nothing alive itself: nearly always the process has ended long before.
  setTimeout(end, afterMs).unref();
}

/**
 * A command that is over ends a moment later, whatever is left open: the driver cannot be told to give up a connection
 * that it makes to a silent node, and one to a node that was restarted has been seen to stay. Output that somebody
 * still reads is waited for.
 */
export function endDespiteLeftOpen(afterMs = 500): void {
  const end = () => {
    const unreadBytes = process.stdout.writableLength + process.stderr.writableLength;
    if (unreadBytes > 0) endDespiteLeftOpen(afterMs);
    else process.exit();
  };
  // Keeps nothing alive itself: nearly always the process has ended long before.
  setTimeout(end, afterMs).unref();
}

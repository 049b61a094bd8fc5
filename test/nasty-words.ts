/** Words that a shell, or an option parser, would take for something else. */
export const nastyWords = [
  ...["'", "''", '"', '$(id)', '`id`', '\\', '\n', '-n', '', ' '],
  ...['*', '!x', '%h', '~', '#'],
];

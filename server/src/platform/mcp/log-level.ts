const levels = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency']

/** Whether a log message is for somebody who wants to hear of this level and above. What is no level is told nobody. */
export function isLoudEnough(level: unknown, wanted: unknown): boolean {
  const [at, least] = [levels.indexOf(String(level)), levels.indexOf(String(wanted))]
  return at >= 0 && least >= 0 && at >= least
}

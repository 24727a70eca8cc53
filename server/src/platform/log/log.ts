import pino, { type Logger } from 'pino'

export type { Logger } from 'pino'

/** JSON lines on stdout. Anything that could carry a secret is cut at this border, whatever a caller passes in. */
export function createLog(level: string): Logger {
  return pino({
    level,
    redact: {
      paths: [
        'authorization',
        'cookie',
        'password',
        'token',
        'secret',
        '*.authorization',
        '*.cookie',
        '*.password',
        '*.token',
        '*.secret',
        'headers',
        '*.headers',
        'req',
        'res',
      ],
      remove: true,
    },
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
  })
}

export const silentLog = (): Logger => pino({ level: 'silent' })

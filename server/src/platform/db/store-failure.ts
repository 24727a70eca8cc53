import { type Text, text } from '@bongsu/contract/text.ts'
import { errorMessage, Failure } from '#kernel/errors.ts'

/**
 * What an engine throws when the store cannot do its work for now, as something people can act on; null for everything
 * else, such as a broken constraint. The engine's own error stays as the cause, for the log.
 */
export function storeFailure(error: unknown): Failure | null {
  const code = codeOf(error)
  const words = reasons.find(([pattern]) => pattern.test(code))?.[1] ?? (isConnectTimeout(error) ? away : null)
  return words && because(words, error)
}

/** A locked SQLite database: somebody else is writing, and it is worth trying again. */
export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))

/** PostgreSQL chose this transaction to end a ring of transactions that wait for each other. */
export const isDeadlock = (error: unknown): boolean => codeOf(error) === '40P01' || codeOf(error) === '40001'

/** Why a database file cannot be opened at all, said at the start with what to do. */
export function cannotOpen(file: string, error: unknown): Failure {
  const code = codeOf(error)
  const why = openingReasons.find(([pattern]) => pattern.test(code))?.[1] ?? storeFailure(error)?.text
  const told = why ?? text(errorMessage(error), errorMessage(error))
  return because(
    text(`데이터베이스 파일 ${file}을(를) 열 수 없습니다. ${told.ko}`, `Cannot open the database ${file}. ${told.en}`),
    error,
  )
}

function because(words: Text, error: unknown): Failure {
  const failure = new Failure('unavailable', words)
  failure.cause = error
  return failure
}

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '')

/** node-postgres gives this one no code. */
const isConnectTimeout = (error: unknown): boolean =>
  error instanceof Error && /^(timeout exceeded when trying to connect|Connection terminated)/.test(error.message)

const full = text(
  '디스크가 가득 차 데이터베이스에 쓸 수 없습니다. 공간을 비우면 저절로 이어집니다.',
  'The disk is full, so nothing can be written to the database. It goes on by itself once there is room.',
)
const locked = text(
  '다른 프로그램이 데이터베이스를 잠그고 있어 지금은 쓸 수 없습니다. 잠시 후 다시 시도하세요.',
  'Another program holds the database locked, so it cannot be written now. Please try again in a moment.',
)
const readOnly = text(
  '데이터베이스가 읽기 전용이라 쓸 수 없습니다. 파일과 폴더의 권한을 확인하세요.',
  'The database is read-only. Check the permissions of the file and its folder.',
)
const broken = text(
  '데이터베이스 파일을 읽고 쓸 수 없습니다. 디스크를 확인하세요.',
  'The database file cannot be read or written. Check the disk.',
)
const damaged = text(
  '데이터베이스 파일이 손상되었거나 SQLite 파일이 아닙니다. 백업을 복원하세요.',
  'The file is damaged, or is not an SQLite database. Restore a backup.',
)
const away = text(
  '데이터베이스 서버에 연결할 수 없습니다. 잠시 후 다시 시도하세요.',
  'The database server cannot be reached. Please try again in a moment.',
)

/** SQLite's result codes, PostgreSQL's SQLSTATE classes (Appendix A of its manual) and the system's own errors. */
const reasons: readonly (readonly [RegExp, Text])[] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT|53100)$/, full],
  [/^SQLITE_(BUSY|LOCKED)/, locked],
  [/^(SQLITE_READONLY\w*|EROFS|25006)$/, readOnly],
  [/^SQLITE_(CORRUPT|NOTADB)/, damaged],
  [/^SQLITE_(IOERR|CANTOPEN)/, broken],
  [/^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/, away],
  [/^(08\w{3}|57P0[123]|53300)$/, away],
]

const openingReasons: readonly (readonly [RegExp, Text])[] = [
  [
    /^(EACCES|EPERM|EROFS|SQLITE_READONLY\w*|SQLITE_CANTOPEN\w*)$/,
    text(
      '이 파일과 폴더에 쓸 권한이 없습니다. 봉수를 실행하는 사용자가 읽고 쓸 수 있게 해 주세요.',
      'The file and its folder must be writable by the user that runs Bongsu.',
    ),
  ],
  [
    /^(EISDIR|ENOTDIR|EEXIST|ELOOP)$/,
    text('그 자리에 파일이 아닌 것이 있습니다. 경로를 확인하세요.', 'Something else is in its place. Check the path.'),
  ],
]

import { text } from '@bongsu/contract/text.ts'
import { hash, verify } from '@node-rs/argon2'
import { Failure } from '#kernel/errors.ts'

export interface PasswordHasher {
  hash(password: string): Promise<string>
  /** Against null (nobody has that name) it does the same work and says no, so that timing tells nothing. */
  verify(passwordHash: string | null, password: string): Promise<boolean>
}

/** argon2id (the library's default kind): 19 MiB, 2 passes, 1 lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Of random bytes that were thrown away, with the same cost. */
const nobodys = '$argon2id$v=19$m=19456,t=2,p=1$H2qeUJP/IpuZ6TSp6iyU8A$aMDxFWVUUv4Xp2uicPdp4ABEQ2qO+6VjYtzadqEg1fg'

/**
 * Hashing shares libuv's four threads with name look-ups and files, so at most two run at once, on any machine: a flood
 * of sign-ins must not delay the checks. The rest wait in line, and beyond the line they are turned away.
 */
const maxRunning = 2
const maxWaiting = 200

export function createPasswordHasher(): PasswordHasher {
  const inTurn = createTurnstile(maxRunning, maxWaiting)

  return {
    hash: (password) => inTurn(() => hash(password.normalize('NFKC'), cost)),
    async verify(passwordHash, password) {
      const against = passwordHash ?? nobodys
      const fits = await inTurn(() => verify(against, password.normalize('NFKC')))
      return fits && passwordHash !== null
    },
  }
}

function createTurnstile(maxAtOnce: number, maxInLine: number) {
  let running = 0
  const line: (() => void)[] = []
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= maxAtOnce) {
      if (line.length >= maxInLine) throw busy()
      await new Promise<void>((resolve) => line.push(resolve))
    } else running += 1
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else running -= 1
    }
  }
}

const busy = (): Failure =>
  new Failure(
    'unavailable',
    text(
      '로그인 요청이 몰려 잠시 처리할 수 없습니다. 몇 초 뒤에 다시 시도하세요.',
      'Too many people are signing in at this moment. Please try again in a few seconds.',
    ),
    { retry_after_seconds: 3 },
  )

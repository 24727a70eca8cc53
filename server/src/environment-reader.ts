import { type Text, text } from '@bongsu/contract/text.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Reads variables of the environment and gathers what is wrong with them, so that all mistakes are told together. */
export class EnvironmentReader {
  readonly mistakes: Text[] = []
  readonly #environment: Environment

  constructor(environment: Environment) {
    this.#environment = environment
  }

  /** Without the spaces around it; null when it is not set or empty. */
  value(name: string): string | null {
    return this.#environment[name]?.trim() || null
  }

  /** What stands between commas. */
  list(name: string): string[] {
    return (this.value(name) ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
  }

  integer(name: string, fallback: number, low: number, high: number): number {
    const given = this.value(name)
    if (given === null) return fallback
    const number = Number(given)
    if (Number.isInteger(number) && number >= low && number <= high) return number
    this.refuseValue(name, text(`${low}에서 ${high}까지의 정수여야`, `a whole number from ${low} to ${high}`))
    return fallback
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice {
    const given = this.value(name)
    const chosen = choices.find((choice) => choice === given)
    if (given === null || chosen !== undefined) return chosen ?? fallback
    this.refuseValue(name, text(`${choices.join(', ')} 중 하나여야`, `one of ${choices.join(', ')}`))
    return fallback
  }

  /** `protocols` with their colon. The address is not repeated: there may be a password in it. */
  url(name: string, protocols: readonly string[]): string | null {
    const given = this.value(name)
    if (given === null) return null
    const wanted = protocols.map((protocol) => `${protocol}//`)
    if (!protocols.includes(URL.parse(given)?.protocol ?? '') || !wanted.some((start) => given.startsWith(start)))
      this.refuse(
        name,
        text(`${wanted.join(' 또는 ')}로 시작하는 주소여야`, `an address that begins with ${wanted.join(' or ')}`),
      )
    return given
  }

  /** `expected` ends in Korean where 합니다 follows, and stands in English behind "must be". */
  refuse(name: string, expected: Text): void {
    this.mistakes.push(text(`${name}: ${expected.ko} 합니다.`, `${name} must be ${expected.en}.`))
  }

  /** The same, and shows what came. Not for what may be secret. */
  refuseValue(name: string, expected: Text): void {
    const came = this.value(name)
    this.mistakes.push(
      text(`${name}: ${expected.ko} 합니다(지금 값: "${came}").`, `${name} must be ${expected.en}, but is "${came}".`),
    )
  }
}

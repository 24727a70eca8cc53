const initials = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'

/** The first consonant of every Hangul syllable: 프로젝트 → ㅍㄹㅈㅌ. Koreans search by them. */
export const consonantsOf = (text: string): string =>
  [...text]
    .map((letter) => {
      const code = letter.charCodeAt(0) - 0xac00
      return code >= 0 && code < 11_172 ? initials[Math.floor(code / 588)] : letter
    })
    .join('')

/** Every word of the query must be somewhere, as letters or as first consonants; spaces in names do not matter. */
export function matches(text: string, query: string): boolean {
  const lower = text.toLowerCase()
  const whole = `${lower}\n${lower.replaceAll(' ', '')}`
  const consonants = consonantsOf(whole)
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word) || consonants.includes(word))
}

/** Digits as they are read aloud: 영 일 이 삼 사 오 육 칠 팔 구. True where the reading ends in a consonant. */
const digitEndsInConsonant = [true, true, false, true, false, false, true, true, true, false]

/**
 * A word with the particle that fits its last sound: `particle('알림', '을', '를')` is "알림을", `particle('7', …)` is
 * "7을". Where the sound is not known (Latin letters, symbols) both are shown, as Korean forms do: "x을(를)".
 */
export function particle(word: string, afterConsonant: string, afterVowel: string): string {
  const ends = endsInConsonant(word)
  if (ends === undefined) return `${word}${afterConsonant}(${afterVowel})`
  return word + (ends ? afterConsonant : afterVowel)
}

function endsInConsonant(word: string): boolean | undefined {
  const last = word.replace(/["'”’)\]}」]+$/u, '').at(-1) ?? ''
  if (/^[0-9]$/.test(last)) return digitEndsInConsonant[Number(last)]
  // Hangul syllables (U+AC00…U+D7A3) are laid out in rows of 28 finals, the first of which is "none".
  const code = (last.codePointAt(0) ?? 0) - 0xac00
  return code >= 0 && code <= 0xd7a3 - 0xac00 ? code % 28 !== 0 : undefined
}

import type { Text } from '@bongsu/contract/text.ts'

/** What one header is worth, and why not more. */
export interface Judgement {
  /** Of `most` of its rule. */
  readonly points: number
  /** What is wrong or could be better; empty where there is nothing to say. */
  readonly reasons: readonly Text[]
}

/** What a rule may look at. Header values are as Node joins them: repeated ones with a comma. */
export interface HeaderFacts {
  header(name: string): string | undefined
  /** The page came over https. */
  readonly secure: boolean
}

export interface HeaderRule {
  readonly name: string
  /** What it is for. */
  readonly description: Text
  readonly most: number
  judge(facts: HeaderFacts): Judgement
}

/** Takes points off, each for a reason, never below 0. */
export function deducted(
  most: number,
  findings: readonly { readonly points: number; readonly reason: Text }[],
): Judgement {
  const lost = findings.reduce((sum, { points }) => sum + points, 0)
  return { points: Math.max(0, most - lost), reasons: findings.map(({ reason }) => reason) }
}

export const nothing = (...reasons: readonly Text[]): Judgement => ({ points: 0, reasons })

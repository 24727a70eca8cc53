import { useState } from 'react'
import { storedJson, storeJson } from '#lib/preferences.ts'

/** What a person has said to the guide, kept on this device under their id. */
export interface GuideState {
  readonly isDismissed: boolean
  /** They looked at their account. */
  readonly isSecured: boolean
  /** They watch public services only. */
  readonly isPublicOnly: boolean
  /** They want to see all steps, though they watch several projects already. */
  readonly isOpen?: boolean
}

const fresh: GuideState = { isDismissed: false, isSecured: false, isPublicOnly: false }

export function useGuideState(personId: number): [GuideState, (changes: Partial<GuideState>) => void] {
  const key = `guide.${personId}`
  const [state, setState] = useState(() => storedJson(key, fresh))
  const change = (changes: Partial<GuideState>) => {
    const next = { ...state, ...changes }
    setState(next)
    storeJson(key, next)
  }
  return [state, change]
}

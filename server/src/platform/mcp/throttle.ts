const windowMs = 1000
const usualEach = 200

/** Passes on so many in a second and drops the rest: for news that nobody waits for, from somebody who may never stop. */
export function throttled<Args extends readonly unknown[]>(
  send: (...args: Args) => void,
  mostEach = usualEach,
): (...args: Args) => void {
  let began = 0
  let count = 0
  return (...args) => {
    const now = performance.now()
    if (now - began > windowMs) {
      began = now
      count = 0
    }
    count += 1
    if (count <= mostEach) send(...args)
  }
}

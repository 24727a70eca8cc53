/** Calls `work` evenly, `perSecond` times, catching up where the loop was late. */
export function atRate(perSecond: number, work: (n: number) => void): void {
  const from = performance.now()
  let done = 0
  setInterval(() => {
    const due = Math.floor(((performance.now() - from) / 1000) * perSecond)
    while (done < due) work(done++)
  }, 5)
}

/** The target of the n-th monitor or request: the same spread over loopback addresses for every contender. */
export const targetOf = (n: number, port: number, hosts: number): string => `http://127.0.1.${(n % hosts) + 1}:${port}/`

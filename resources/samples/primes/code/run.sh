#!/bin/bash
# Counts the prime numbers up to a limit: run.sh [limit]. Of n agents, agent number i tries every n-th odd number, beginning
# with the i-th, so that all have about the same to do.
limit=${1:-1000000}
if ! [[ $limit =~ ^[0-9]{1,8}$ ]]; then
  echo "The limit is a whole number of at most 8 digits, not \"$limit\"." >&2
  exit 2
fi

mapfile -t agents < <(grep -o '"ip": *"[^"]*"' "$AGENTS_JSON" | cut -d '"' -f 4)
number=0
for i in "${!agents[@]}"; do
  if [ "${agents[$i]}" = "$MY_IP" ]; then number=$i; fi
done

work=${AGENTS_JSON%/*}/primes
mkdir -p "$work"
rm -f "$work/stop"
echo "Agent $((number + 1)) of ${#agents[@]} searches up to $limit."
awk -v limit="$limit" -v first="$number" -v agents="${#agents[@]}" -v stop="$work/stop" '
  function prime(n, d) {
    for (d = 3; d * d <= n; d += 2) if (n % d == 0) return 0
    return 1
  }
  BEGIN {
    # 2 is the only even one; the first agent has it.
    if (first == 0 && limit >= 2) { found = 1; last = 2 }
    for (n = 3 + 2 * first; n <= limit; n += 2 * agents) {
      if (prime(n)) { found++; last = n }
      if (++tried % 20000 == 0) {
        printf "%d tried, %d found, the largest is %d\n", tried, found, last
        fflush()
        if ((getline line < stop) >= 0) { print "Interrupted."; exit 3 }
      }
    }
    printf "Found %d prime numbers, the largest is %d.\n", found, last
  }' | tee "$work/result"
exit "${PIPESTATUS[0]}"

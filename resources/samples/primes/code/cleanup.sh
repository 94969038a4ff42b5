#!/bin/bash
rm -rf "${AGENTS_JSON%/*}/primes"
echo "The last result was deleted."

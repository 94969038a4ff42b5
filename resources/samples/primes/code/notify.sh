#!/bin/bash
echo "There are $(grep -o '"ip"' "$AGENTS_JSON" | wc -l) agents now; the next search is shared among them."

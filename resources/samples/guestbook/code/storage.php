<?php
/**
 * The entries of the guest book: one JSON object a line, in the folder that ConPaaS keeps for the service. The folder is shared by
 * all backend nodes and stays when a new version of the code is enabled. Needs no database and no PHP extension.
 */

const ENTRY_LIMIT = 500;

function storage_path(): string
{
    $folder = getenv('CONPAAS_DATA_DIR') ?: ($_SERVER['CONPAAS_DATA_DIR'] ?? __DIR__ . '/data');
    if (!is_dir($folder)) {
        mkdir($folder, 0700, true);
    }
    return $folder . '/guestbook.jsonl';
}

/** @return list<array{name: string, text: string, time: int}> newest first */
function read_entries(): array
{
    $file = @fopen(storage_path(), 'r');
    if ($file === false) {
        return [];
    }
    flock($file, LOCK_SH);
    $lines = explode("\n", (string) stream_get_contents($file));
    fclose($file);
    $entries = array_map(static fn (string $line) => json_decode($line, true), $lines);
    $valid = array_filter($entries, static fn ($entry) => is_array($entry) && isset($entry['name'], $entry['text'], $entry['time']));
    return array_slice(array_reverse($valid), 0, ENTRY_LIMIT);
}

/** @return bool whether the entry is on the disk */
function add_entry(string $name, string $text): bool
{
    $file = @fopen(storage_path(), 'a');
    if ($file === false) {
        return false;
    }
    flock($file, LOCK_EX);
    $line = json_encode(['name' => $name, 'text' => $text, 'time' => time()], JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE) . "\n";
    $written = fwrite($file, $line) === strlen($line) && fflush($file);
    fclose($file);
    return $written;
}

/** The text without spaces around it and cut to a number of characters. */
function shortened(string $text, int $limit): string
{
    $text = trim($text);
    return preg_match('/^.{0,' . $limit . '}/us', $text, $found) === 1 ? $found[0] : substr($text, 0, $limit);
}

<?php
require __DIR__ . '/storage.php';

$problem = null;
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $name = shortened((string) ($_POST['name'] ?? ''), 80);
    $text = shortened((string) ($_POST['text'] ?? ''), 1000);
    if ($name === '' || $text === '') {
        $problem = 'Please give a name and a line.';
    } elseif (!add_entry($name, $text)) {
        $problem = 'The entry could not be kept. Is the disk full?';
    } else {
        // A reload of the page must not write the entry again.
        header('Location: ./', true, 303);
        exit;
    }
}
$entries = read_entries();
$escaped = static fn (string $text): string => htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
?><!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Guest book</title>
  <link rel="stylesheet" href="style.css">
</head>
<body>
  <main>
    <h1>Guest book</h1>
    <p class="lead">Served by PHP <?= $escaped(PHP_VERSION) ?> on ConPaaS. Leave a line for those who come after you.</p>
    <form method="post" action="./">
      <?php if ($problem !== null): ?><p role="alert" class="problem"><?= $escaped($problem) ?></p><?php endif ?>
      <label>Your name <input name="name" maxlength="80" required autocomplete="name"></label>
      <label>Your line <textarea name="text" maxlength="1000" rows="3" required></textarea></label>
      <button>Sign</button>
    </form>
    <h2><?= count($entries) === 1 ? '1 entry' : count($entries) . ' entries' ?></h2>
    <?php if ($entries === []): ?><p class="empty">Nobody has signed yet. Be the first.</p><?php endif ?>
    <ul>
      <?php foreach ($entries as $entry): ?>
        <li>
          <strong><?= $escaped($entry['name']) ?></strong>
          <time datetime="<?= gmdate('c', $entry['time']) ?>"><?= gmdate('j M Y, H:i', $entry['time']) ?> UTC</time>
          <p><?= nl2br($escaped($entry['text'])) ?></p>
        </li>
      <?php endforeach ?>
    </ul>
  </main>
</body>
</html>

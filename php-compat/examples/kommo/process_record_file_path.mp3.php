<?php
/*
 * Recordings go to the CRM as mp3. Needs lame (apt install lame).
 * A file that is no wav, or is not there, or that lame cannot convert, goes as it is.
 *
 * Change: $bitrate, in kbit/s; without it lame takes 8 for the usual 8 kHz recordings, which is hard to understand.
 * $seconds, less than the time that this hook has, so that what lame began can still be cleared away.
 */
$bitrate = 32;
$seconds = 9;

$wav = $params['path'];
$mp3 = preg_replace('/\.wav$/i', '.mp3', $wav);

// lame makes an "mp3" without sound of anything, and calls it a success: an empty recording is not for it.
if ($mp3 === $wav || !is_file($wav) || filesize($wav) <= 44 || file_get_contents($wav, false, null, 0, 4) !== 'RIFF') {
    return array('state' => 'success', 'data' => array('path' => $wav));
}

// PHP before 8 drops letters like these from arguments: äяñ. Not where it knows that text is UTF-8.
setlocale(LC_CTYPE, 'C.UTF-8', 'en_US.UTF-8');

// Into a temporary file first, so that nobody ever sees half of an mp3 under its name.
$unfinished = $mp3 . '.' . getmypid() . '.tmp';
$lame = 'timeout ' . $seconds . ' lame --quiet -b ' . $bitrate;
exec($lame . ' ' . escapeshellarg($wav) . ' ' . escapeshellarg($unfinished) . ' 2>&1', $output, $code);

if ($code !== 0 || !@filesize($unfinished) || !rename($unfinished, $mp3)) {
    @unlink($unfinished);
    error_log('process_record_file_path: lame failed with ' . $code . ': ' . implode(' ', $output));
    $mp3 = $wav;
}

return array('state' => 'success', 'data' => array('path' => $mp3));

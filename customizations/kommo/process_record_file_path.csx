// Recordings go to the CRM as mp3. Needs lame (apt install lame).
// A file that is no wav, or is not there, or that lame cannot convert, goes as it is.
// Change: bitrate, in kbit/s (without it lame takes 8 for the usual 8 kHz recordings, which is hard to understand);
// keepWav; limit, less than the time that this hook has, so that what lame began can still be cleared away.
// It is in use as it stands; remove this file to send recordings as they are.

#load "../itgrix.csx"
using System.Threading;
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Kommo.ProcessRecordFilePath;

var bitrate = 32;
var keepWav = true;
var limit = TimeSpan.FromSeconds(9);

var wav = In.Path;
if (!wav.EndsWith(".wav", StringComparison.OrdinalIgnoreCase))
    return Success(wav);

var mp3 = Path.ChangeExtension(wav, ".mp3");
// Into a temporary file first, so that nobody ever sees half of an mp3 under its name.
var unfinished = $"{mp3}.{Environment.ProcessId}.tmp";
try
{
    CheckThatItHasSound();
    await RunLame();
    File.Move(unfinished, mp3, overwrite: true);
    if (!keepWav)
        File.Delete(wav);
    return Success(mp3);
}
catch (Exception error)
{
    if (File.Exists(unfinished))
        File.Delete(unfinished);
    Log.Warning($"{wav} stays as it is: {error.Message}");
    return Success(wav);
}

// lame makes an "mp3" without sound of anything, and calls it a success.
void CheckThatItHasSound()
{
    using var file = File.OpenRead(wav);
    var head = new byte[4];
    if (file.ReadAtLeast(head, 4, throwOnEndOfStream: false) < 4 || file.Length <= 44 || !head.SequenceEqual("RIFF"u8))
        throw new InvalidDataException("it is no recording in wav, or an empty one.");
}

async Task RunLame()
{
    var start = new ProcessStartInfo("lame") { RedirectStandardError = true, RedirectStandardOutput = true };
    foreach (var argument in (string[])["--quiet", "-b", $"{bitrate}", wav, unfinished])
        start.ArgumentList.Add(argument);
    using var lame = Process.Start(start);
    using var tooLong = new CancellationTokenSource(limit);
    try
    {
        var said = await lame.StandardError.ReadToEndAsync(tooLong.Token);
        await lame.WaitForExitAsync(tooLong.Token);
        if (lame.ExitCode != 0 || new FileInfo(unfinished) is not { Exists: true, Length: > 0 })
            throw new IOException($"lame failed with {lame.ExitCode}: {said.Trim()}");
    }
    catch (OperationCanceledException)
    {
        lame.Kill();
        await lame.WaitForExitAsync();
        throw new TimeoutException($"lame was not done after {limit.TotalSeconds} s.");
    }
}

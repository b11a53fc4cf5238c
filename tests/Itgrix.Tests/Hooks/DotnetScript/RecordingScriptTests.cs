using System.Text;
using System.Text.Json;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.DotnetScript;

/// <summary>The shipped conversion of recordings, with the machine's own lame.</summary>
[TestClass]
public sealed class RecordingScriptTests
{
    private static readonly string Script = ProjectFolder.Of(
        "customizations", "bitrix24", "process_record_file_path.csx");

    private readonly TemporaryFolder folder = new();

    [TestCleanup]
    public void Clean() => folder.Dispose();

    [TestMethod]
    public async Task A_wav_becomes_an_mp3_and_stays()
    {
        var wav = Write("it's Анна 1.WAV", Wav.Silence(TimeSpan.FromSeconds(2)));

        var path = await PathFor(wav);

        path.Should().Be(folder.File("it's Анна 1.mp3"));
        new FileInfo(path).Length.Should().BeInRange(7_000, 10_000, "2 s of 32 kbit/s are 8 KB");
        Directory.GetFiles(folder.Path).Should().BeEquivalentTo([wav, path]);
    }

    [TestMethod]
    [DataRow("no sound at all, but text that is long enough to be a recording")]
    [DataRow("")]
    public async Task A_file_that_is_not_a_recording_is_not_converted(string content)
    {
        var wav = Write("1.wav", Encoding.UTF8.GetBytes(content));

        var path = await PathFor(wav, says: "no recording");

        path.Should().Be(wav);
        Directory.GetFiles(folder.Path).Should().Equal(wav);
    }

    [TestMethod]
    public async Task A_failing_lame_leaves_the_recording_unchanged()
    {
        var wav = Write("1.wav", Wav.Silence(TimeSpan.FromSeconds(1)));
        var bin = Lame("echo no room >&2; echo half > \"$5\"; exit 3");

        var path = await PathFor(
            wav, $"{bin}:{Environment.GetEnvironmentVariable("PATH")}", "lame failed with 3: no room");

        path.Should().Be(wav);
        Directory.GetFiles(folder.Path).Should().Equal(wav);
    }

    [TestMethod]
    public async Task Without_lame_the_recording_stays_unchanged()
    {
        var wav = Write("1.wav", Wav.Silence(TimeSpan.FromSeconds(1)));
        var bin = Directory.CreateDirectory(folder.File("bin")).FullName;

        var path = await PathFor(wav, bin, "stays as it is");

        path.Should().Be(wav);
    }

    private async Task<string> PathFor(string wav, string? searched = null, string? says = null)
    {
        var input = JsonSerializer.SerializeToUtf8Bytes(new { path = wav });
        var variables = searched is null ? null : new Dictionary<string, string> { ["PATH"] = searched };

        var result = await DotnetScriptProcess.Run(Script, input, variables);

        result.ExitCode.Should().Be(0, result.Error);
        (says is null ? result.Error == "" : result.Error.Contains(says)).Should().BeTrue(result.Error);
        using var reply = JsonDocument.Parse(result.Output);
        return reply.RootElement.GetProperty("data").GetProperty("path").GetString()!;
    }

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(folder.File(name), content);
        return folder.File(name);
    }

    private string Lame(string commands)
    {
        var file = folder.Write("bin/lame", $"#!/bin/sh\n{commands}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return Path.GetDirectoryName(file)!;
    }
}

using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>Every PHP example through the bridge: its input gives the reply stored beside it.</summary>
[TestClass]
[SupportedOSPlatform("linux")]
public sealed class PhpExampleTests
{
    private static readonly string s_examples = Path.Combine(BridgeProcess.Root, "php-compat", "examples");
    private static readonly string s_samples = Path.Combine(BridgeProcess.Root, "customizations", "samples");

    public static IEnumerable<object[]> Cases =>
        from file in Directory.EnumerateFiles(s_examples, "*.php", SearchOption.AllDirectories).Order()
        from expected in Directory.EnumerateFiles(
            Path.GetDirectoryName(file)!, Path.GetFileNameWithoutExtension(file) + "*.expected.json").Order()
        let example = Path.GetRelativePath(s_examples, file)
        select new object[] { example, expected.EndsWith(".2.expected.json") ? ".2" : "" };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void An_example_gives_the_reply_beside_it(string example, string second)
    {
        var stem = Path.Combine(s_examples, Path.ChangeExtension(example, null)) + second;
        using var bridge = new BridgeProcess { Environment = Variables(stem + ".env") };

        var result = bridge.RunFile(Path.Combine(s_examples, example), File.ReadAllText(Input(example, stem)));

        var reply = result.Frame is "" or """{"returned":1}""" ? result.Printed : result.Returned;
        using var actual = JsonDocument.Parse(reply);
        using var expected = JsonDocument.Parse(File.ReadAllText(stem + ".expected.json"));
        JsonElement.DeepEquals(actual.RootElement, expected.RootElement).Should().BeTrue("the reply was {0}", reply);
        result.ExitCode.Should().Be(0);
    }

    [TestMethod]
    public void Every_example_has_a_reply_beside_it()
    {
        var files = Directory.EnumerateFiles(s_examples, "*.php", SearchOption.AllDirectories);

        files.Should().OnlyContain(file => File.Exists(Path.ChangeExtension(file, ".expected.json")));
    }

    [TestMethod]
    public void Every_hook_has_a_sample()
    {
        Directory.GetFiles(Path.Combine(s_samples, "bitrix24"), "*.json").Should().HaveCount(14);
        Directory.GetFiles(Path.Combine(s_samples, "kommo"), "*.json").Should().HaveCount(13);
    }

    [TestMethod]
    [DataRow("+7 (900) 123-45-67", "89001234567")]
    [DataRow("79001234567", "89001234567")]
    [DataRow("9001234567", "89001234567")]
    [DataRow("89001234567", "89001234567")]
    [DataRow("7951234567", "87951234567")]
    [DataRow("+4930123456", "+4930123456")]
    [DataRow("+1234567890", "+1234567890")]
    [DataRow("+375291234567", "+375291234567")]
    [DataRow("101", "101")]
    [DataRow("anonymous", "anonymous")]
    public void Phone_format_writes_numbers_of_one_country_in_one_way(string phone, string expected)
    {
        using var bridge = new BridgeProcess();

        var result = bridge.RunFile(
            Path.Combine(s_examples, "kommo", "process_client_phone.phone_format.php"), $$"""{"phone": "{{phone}}"}""");

        result.Returned.Should().EndWith($"\"phone\":\"{expected}\"}}}}");
    }

    [TestMethod]
    [DataRow("2024-11-18 10:00:00", "2024-11-19")]
    [DataRow("2024-11-18 09:59:59", "2024-11-18")]
    [DataRow("2024-11-22 10:00:01", "2024-11-25")]
    [DataRow("2024-11-23 07:00:00", "2024-11-25")]
    [DataRow("2024-12-31 23:59:59", "2025-01-01")]
    public void A_task_is_due_on_the_next_working_morning(string endTime, string day)
    {
        using var bridge = new BridgeProcess();
        var input = """
            {"fields": {}, "call_full": {"entity": null, "channel":
             {"type": "incoming", "end_time": "END", "from": {"custom": "", "original": "101"}}}}
            """.Replace("END", endTime);

        var result = bridge.RunFile(
            Path.Combine(s_examples, "bitrix24", "process_task_creation_params.deadline.php"), input);

        result.Returned.Should().Contain($"\"DEADLINE\":\"{day}T10:00:00+03:00\"");
    }

    [TestMethod]
    [DataRow("in-101.wav", 2, "in-101.mp3")]
    [DataRow("it's Анна.WAV", 2, "it's Анна.mp3")]
    [DataRow("empty.wav", 0, "empty.wav")]
    [DataRow("no-sound.wav", -1, "no-sound.wav")]
    [DataRow("in-101.mp3", 2, "in-101.mp3")]
    public void A_recording_becomes_an_mp3_or_stays_as_it_is(string name, int seconds, string expected)
    {
        using var bridge = new BridgeProcess();

        var mp3 = Convert(bridge, name, seconds, out _);

        Path.GetFileName(mp3).Should().Be(expected);
        Directory.GetFiles(bridge.Folder, "*.tmp").Should().BeEmpty();
        if (name != expected)
            new FileInfo(mp3).Length.Should().BeInRange(7_000, 10_000, "2 s of 32 kbit/s are 8 KB");
    }

    [TestMethod]
    public void A_failing_lame_leaves_the_recording_unchanged()
    {
        using var bridge = new BridgeProcess();
        var lame = Path.Combine(bridge.Folder, "lame");
        File.WriteAllText(lame, "#!/bin/sh\necho no room; echo half > \"$5\"; exit 3\n");
        File.SetUnixFileMode(lame, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        bridge.Environment["PATH"] = bridge.Folder + ":" + Environment.GetEnvironmentVariable("PATH");

        var path = Convert(bridge, "in-101.wav", 2, out var diagnostics);

        Path.GetFileName(path).Should().Be("in-101.wav");
        diagnostics.Should().Contain("lame failed with 3: no room");
        Directory.GetFiles(bridge.Folder, "*.tmp").Should().BeEmpty();
    }

    [TestMethod]
    public async Task The_notify_example_posts_a_message_about_the_call()
    {
        using var listener = new HttpListener();
        var address = $"http://127.0.0.1:{Random.Shared.Next(20_000, 30_000)}/";
        listener.Prefixes.Add(address);
        listener.Start();
        var received = Receive(listener);

        var result = await Task.Run(() => Notify(address));

        var message = await received.WaitAsync(TestTimeout.Value);
        JsonDocument.Parse(message).RootElement.GetProperty("text").GetString()
            .Should().Be("Incoming call: 89001234567, Ромашкина Анна 🌼, line 74951234567");
        result.Returned.Should().Be("""{"state":"success"}""");
    }

    [TestMethod]
    public void The_notify_example_logs_a_refused_connection_and_goes_on()
    {
        var result = Notify("http://127.0.0.1:9/");

        result.Returned.Should().Be("""{"state":"success"}""");
        result.Diagnostics.Should().Contain("the message was not sent").And.Contain("Connection refused");
    }

    private static string Convert(BridgeProcess bridge, string name, int seconds, out string diagnostics)
    {
        var path = Path.Combine(bridge.Folder, name);
        File.WriteAllBytes(path, seconds < 0 ? "no sound at all, but text"u8.ToArray() : Silence(seconds));
        var hook = Path.Combine(s_examples, "bitrix24", "process_record_file_path.mp3.php");

        var result = bridge.RunFile(hook, $$"""{"path": "{{path}}"}""");

        diagnostics = result.Diagnostics;
        using var reply = JsonDocument.Parse(result.Returned);

        return reply.RootElement.GetProperty("data").GetProperty("path").GetString()!;
    }

    private static BridgeResult Notify(string address)
    {
        using var bridge = new BridgeProcess { Environment = { ["ITGRIX_NOTIFY_URL"] = address } };

        return bridge.RunFile(
            Path.Combine(s_examples, "bitrix24", "post_registration.notify.php"),
            File.ReadAllText(Path.Combine(s_samples, "bitrix24", "post_registration.json")));
    }

    private static async Task<string> Receive(HttpListener listener)
    {
        var context = await listener.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        context.Response.Close("{}"u8.ToArray(), willBlock: false);

        return body;
    }

    private static string Input(string example, string stem)
    {
        var crm = example.Split('/')[0];
        var hook = Path.GetFileName(example).Split('.')[0];
        var own = stem + ".input.json";

        return File.Exists(own) ? own : Path.Combine(s_samples, crm, hook + ".json");
    }

    private static Dictionary<string, string> Variables(string file) => File.Exists(file)
        ? File.ReadLines(file).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1])
        : [];

    private static byte[] Silence(int seconds)
    {
        const int rate = 8000;
        using var wav = new MemoryStream();
        using var writer = new BinaryWriter(wav);
        writer.Write("RIFF"u8);
        writer.Write(36 + 2 * rate * seconds);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(rate);
        writer.Write(2 * rate);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(2 * rate * seconds);
        writer.Write(new byte[2 * rate * seconds]);

        return wav.ToArray();
    }
}

using System.Text;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Ami;

[TestClass]
public sealed class AmiParserTests
{
    public static IEnumerable<object[]> Files => Captures.All.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void A_capture_gives_what_a_reader_by_lines_finds_in_it(string name)
    {
        var text = Encoding.UTF8.GetString(Captures.Bytes(name));
        var expected = text[(text.IndexOf('\n') + 1)..].Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(message => message.TrimStart()).Where(message => message.Length > 0)
            .Select(message => message.Split("\r\n").Select(line => line.Split(": ", 2))
                .Select(pair => $"{pair[0]}={pair[1]}"));

        var messages = ParsedMessages.Of(Captures.Bytes(name), greets: true);

        messages[0].Line.Should().StartWith("Asterisk Call Manager/");
        messages.Skip(1).Select(message => message.Headers.Select(header => $"{header.Key}={header.Value}"))
            .Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
    }

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void A_capture_in_any_pieces_gives_the_same_messages(string name)
    {
        var bytes = Captures.Bytes(name);
        var random = new Random(name.Length);
        var whole = ParsedMessages.Of(bytes, greets: true).Select(ParsedMessages.Written).ToList();

        foreach (var size in new Func<int>[] { () => 1, () => 7, () => random.Next(1, 600), () => 4096 })
            ParsedMessages.Of(new AmiParser(), bytes, size).Select(ParsedMessages.Written).Should().Equal(whole);
    }

    [TestMethod]
    public void Line_feeds_alone_end_lines_too()
    {
        var messages = ParsedMessages.Of("Event: A\nX: 1\n\nEvent: B\r\nX: 2\n\r\n");

        messages.Select(message => message["Event"] + message["X"]).Should().Equal("A1", "B2");
    }

    [TestMethod]
    public void Names_are_found_in_any_case_and_values_keep_theirs()
    {
        var message = ParsedMessages.Of("Event: CEL\r\nUniqueID: Ab.1\r\n\r\n").Single();

        message["uniqueid"].Should().Be("Ab.1");
        message.Find("UNIQUEID"u8).SequenceEqual("Ab.1"u8).Should().BeTrue();
        message["Unique"].Should().BeEmpty();
    }

    [TestMethod]
    public void Values_may_hold_colons_be_empty_or_lack_the_blank()
    {
        var message = ParsedMessages.Of(
            "Event: A\r\nAppData: sip:101@host:5060,\"a: b\"\r\nEmpty: \r\nBare:\r\nTight:x\r\nTwo:  y\r\n\r\n")
            .Single();

        message["AppData"].Should().Be("sip:101@host:5060,\"a: b\"");
        message["Empty"].Should().BeEmpty();
        message["Bare"].Should().BeEmpty();
        message["Tight"].Should().Be("x");
        message["Two"].Should().Be(" y");
    }

    [TestMethod]
    public void Repeated_headers_are_all_there_and_the_first_one_counts()
    {
        var message = ParsedMessages.Of("Event: A\r\nVariable: a=1\r\nVariable: b=2\r\n\r\n").Single();

        message.All("variable").Should().Equal("a=1", "b=2");
        message["Variable"].Should().Be("a=1");
    }

    [TestMethod]
    public void Text_is_utf8_and_what_is_none_does_no_harm()
    {
        byte[] bytes = [.. "Event: A\r\nGood: Иван\r\nBad: x"u8, 0xff, 0xc3, .. "y\r\n\r\n"u8];

        var message = ParsedMessages.Of(bytes).Single();

        message["Good"].Should().Be("Иван");
        message["Bad"].Should().StartWith("x\ufffd").And.EndWith("y");
    }

    [TestMethod]
    public void Lines_without_a_colon_are_skipped_and_counted()
    {
        var parser = new AmiParser(greets: false);

        var messages = ParsedMessages.Of(parser,
            "\r\n\r\nEvent: A\r\nnonsense\r\n: nameless\r\nX: 1\r\n\r\nmore\r\n\r\n"u8.ToArray(), () => 5);

        messages.Should().ContainSingle().Which["X"].Should().Be("1");
        parser.Counts.Should().Be(new AmiCounts(1, 3, 0));
    }

    [TestMethod]
    public void Output_of_a_command_is_read_as_old_versions_print_it()
    {
        var messages = ParsedMessages.Of("Response: Follows\r\nPrivilege: Command\r\nActionID: 7\r\n"
            + "Name: x\nEvent: y\n\nlast line--END COMMAND--\r\n\r\nEvent: B\r\n\r\n");

        messages.Should().HaveCount(2);
        messages[0]["ActionID"].Should().Be("7");
        messages[0].Output.Should().Equal("Name: x", "Event: y", "", "last line");
        messages[1].Is("B"u8).Should().BeTrue();
    }

    [TestMethod]
    public void Output_of_a_command_is_read_as_new_versions_print_it()
    {
        var message = ParsedMessages.Of(
            "Response: Success\r\nActionID: 7\r\nMessage: Command output follows\r\nOutput: a: b\r\nOutput: "
            + "\r\nOutput: c\r\n\r\n").Single();

        message.Output.Should().Equal("a: b", "", "c");
    }

    [TestMethod]
    public void The_rest_of_a_line_over_the_limit_is_dropped_however_it_comes()
    {
        var text =
            $"Event: A\r\nLong: {new string('x', 500)}\r\nAfter: 1\r\n\r\nEvent: B\r\nX: {new string('y', 97)}\r\n\r\n";
        foreach (var size in new[] { 1, 3, 99, 100, 101, 102, 103, 1000 })
        {
            var parser = new AmiParser(greets: false, maxLine: 100);

            var messages = ParsedMessages.Of(parser, Encoding.UTF8.GetBytes(text), () => size);

            messages.Should().HaveCount(2);
            messages[0]["Long"].Should().Be(new string('x', 94));
            messages[0]["After"].Should().Be("1");
            messages[0].IsCut.Should().BeTrue();
            messages[1]["X"].Should().HaveLength(97, "a line just as long as allowed is whole");
            messages[1].IsCut.Should().BeFalse();
            parser.Counts.Cut.Should().Be(1);
        }
    }

    [TestMethod]
    public void The_rest_of_a_message_over_the_limit_is_dropped_however_it_comes()
    {
        var many = string.Concat(Enumerable.Range(0, 200).Select(number => $"Header{number}: {number}\r\n"));
        var bytes = Encoding.UTF8.GetBytes($"Event: A\r\n{many}\r\nEvent: B\r\n\r\n");
        foreach (var size in new[] { 1, 10, 1000, bytes.Length })
        {
            var parser = new AmiParser(greets: false, maxMessage: 500);

            var messages = ParsedMessages.Of(parser, bytes, () => size);

            messages.Select(message => message["Event"]).Should().Equal("A", "B");
            messages[0].IsCut.Should().BeTrue();
            messages[0]["Header10"].Should().Be("10");
            messages[0]["Header199"].Should().BeEmpty();
            parser.Counts.Cut.Should().Be(1);
        }
    }

    [TestMethod]
    public void A_line_that_never_ends_takes_no_memory()
    {
        var parser = new AmiParser(greets: false);
        var block = new byte[1 << 20];
        Array.Fill(block, (byte)'x');
        parser.Add("Event: "u8);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var megabytes = 0; megabytes < 64; megabytes++)
            ParsedMessages.Of(parser, block, () => 4096).Should().BeEmpty();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(4 << 20);
    }

    [TestMethod]
    [DataRow(1), DataRow(2), DataRow(3), DataRow(4), DataRow(5)]
    public void Random_bytes_are_survived_and_mean_the_same_in_any_pieces(int seed)
    {
        var random = new Random(seed);
        string[] words = ["Event", "Response", ": ", ":", "\r\n", "\n", "\r", "\r\n\r\n", "Follows",
            "--END COMMAND--", "CEL", " ", "\0", "\xff", "0123456789"];
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(_ => words[random.Next(words.Length)]));
        var bytes = Encoding.Latin1.GetBytes(text);

        var whole = Parse(() => bytes.Length);
        var pieces = Parse(() => random.Next(1, 50));

        whole.Messages.Should().NotBeEmpty();
        pieces.Messages.Should().Equal(whole.Messages);
        pieces.Counts.Should().Be(whole.Counts);

        (IReadOnlyList<string> Messages, AmiCounts Counts) Parse(Func<int> size)
        {
            var parser = new AmiParser(greets: true, maxLine: 80, maxMessage: 400);
            return ([.. ParsedMessages.Of(parser, bytes, size).Select(ParsedMessages.Written)], parser.Counts);
        }
    }
}

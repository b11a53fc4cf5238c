using System.IO.Compression;
using System.Text;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Csv;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Cel.Csv;

[TestClass]
public sealed class CelCsvFileTests
{
    private readonly TemporaryFolder _folder = new();

    private string Master => _folder.File("Master.csv");

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task Every_line_of_the_captured_files_is_a_record()
    {
        foreach (var file in CelLines.CapturedFiles)
        {
            var store = CelLines.Open(file);

            var records = await store.ReadAsync(DateTime.MinValue, null, default).ToList();

            records.Should().HaveCount(File.ReadLines(file).Count()).And.NotBeEmpty();
            records.Should().OnlyContain(record => record.Event != CelEvent.Other && record.Channel.Length > 0
                && record.UniqueId.Length > 0 && record.LinkedId.Length > 0, file);
            store.BrokenLines.Should().Be(0);
        }
    }

    [TestMethod]
    public async Task A_record_has_what_the_columns_say_and_the_servers_time()
    {
        var records = await CelLines.Open(CelLines.Captured("in_picked_up"))
            .ReadAsync(DateTime.MinValue, null, default).ToList();

        records[5].Should().Be(new CelRecord
        {
            Event = CelEvent.Pickup, Time = new DateTime(2026, 11, 21, 6, 27, 10)
                .AddTicks(3_117_550), UniqueId = "1795231628.33",
            LinkedId = "1795231628.32", Channel = "PJSIP/101-0000001f",
            CallerNumber = "101", Extension = "101", Context = "internal",
            Application = "AppDial",
            Extra = """{"pickup_channel":"PJSIP/103-00000020","pickup_channel_uniqueid":"1795231630.34"}""",
        });
        records[5].Time.Kind.Should().Be(DateTimeKind.Unspecified);
    }

    [TestMethod]
    public async Task Asterisks_sample_mapping_is_read_without_a_word_of_configuration()
    {
        _folder.Write("Master.csv", """
            "APP_START","2026-11-21 10:00:00.500000","Иван","9001234567","900","","7495","s","from-trunk","PJSIP/t-1","Queue","600,t","3","acc","1.1","1.0","PJSIP/101-2","uf","","{}"

            """);

        var store = new CelCsvFile(Master, CelColumns.Sample, new CelClock(CelLines.Zone), TimeProvider.System);

        (await store.ReadAsync(DateTime.MinValue, null, default).ToList()).Should().Equal(new CelRecord
        {
            Event = CelEvent.AppStart, Time = new(2026, 11, 21, 10, 0, 0, 500), UniqueId = "1.1", LinkedId = "1.0",
            Channel = "PJSIP/t-1",
            CallerName = "Иван", CallerNumber = "9001234567", Ani = "900", DialedNumber = "7495", Extension = "s",
            Context = "from-trunk",
            Application = "Queue", ApplicationData = "600,t", Account = "acc", Peer = "PJSIP/101-2",
            UserField = "uf", Extra = "{}",
        });
    }

    [TestMethod]
    public async Task Only_what_is_within_the_times_is_returned_the_first_second_whole()
    {
        _folder.Write("Master.csv",
            CelLines.Line(9.9) + CelLines.Line(10.2) + CelLines.Line(19.9) + CelLines.Line(20) + CelLines.Line(21));

        var records = await CelLines.Open(Master)
            .ReadAsync(CelLines.Start.AddSeconds(10.7), CelLines.Start.AddSeconds(20), default).ToList();

        records.Seconds().Should().Equal(10.2, 19.9);
    }

    [TestMethod]
    public async Task A_half_written_line_at_the_end_waits_for_its_rest()
    {
        var line = CelLines.Line(2);
        _folder.Write("Master.csv", CelLines.Line(1) + line[..40]);
        var store = CelLines.Open(Master);

        (await All(store)).Seconds().Should().Equal(1);
        CelLines.Append(Master, line[40..]);

        (await All(store)).Seconds().Should().Equal(1, 2);
        store.BrokenLines.Should().Be(0);
    }

    [TestMethod]
    public async Task Broken_lines_cost_no_other_record()
    {
        _folder.Write(
            "Master.csv", CelLines.Line(1) + CelLines.Line(2)[..50] + "\n" + CelLines.Line(3) + "\"only\",\"two\"\n\n"
            + CelLines.Line(4).Replace("1795231004.000000", "never") + "garbage \"of\" all kinds\n" + CelLines.Line(5)
            + CelLines.Line(6)[..30] + CelLines.Line(6) + CelLines.Line(7));
        var store = CelLines.Open(Master);

        (await All(store)).Seconds().Should().Equal(1, 3, 5, 7);

        store.BrokenLines.Should().Be(5);
    }

    [TestMethod]
    public async Task A_line_without_end_is_left_out()
    {
        _folder.Write("Master.csv", CelLines.Line(1)
            + "\"" + new string('x', 1_000_000) + "\n" + CelLines.Line(2) + CelLines.Line(3));

        (await All(CelLines.Open(Master))).Seconds().Should().Equal(1, 2, 3);
    }

    [TestMethod]
    public async Task Line_breaks_inside_of_quotes_belong_to_the_field()
    {
        _folder.Write("Master.csv", CelLines.Line(1, extra: "one\n\"two\"\r\nthree,") + CelLines.Line(2));

        var records = await All(CelLines.Open(Master));

        records.Seconds().Should().Equal(1, 2);
        records[0].Extra.Should().Be("one\n\"two\"\r\nthree,");
    }

    [TestMethod]
    public async Task A_record_near_the_end_of_a_large_file_is_found_without_reading_the_rest()
    {
        const int Count = 150_000;
        await using (var writer = new StreamWriter(Master))
        {
            for (var second = 0; second < Count; second++)
                await writer.WriteAsync(
                    CelLines.Line(second, extra: new string('x', 20) + (second % 7 == 0 ? "\n\"line\",\n" : "")));
        }
        var store = CelLines.Open(Master);
        new FileInfo(Master).Length.Should().BeGreaterThan(20_000_000);

        var late = await store.ReadAsync(CelLines.Start.AddSeconds(Count - 100), null, default).ToList();

        late.Seconds().Should().Equal(Enumerable.Range(Count - 100, 100).Select(second => (double)second));
        store.BytesRead.Should().BeLessThan(3_000_000);

        var before = store.BytesRead;
        var middle = await store.ReadAsync(
            CelLines.Start.AddSeconds(60_000), CelLines.Start.AddSeconds(60_010), default).ToList();

        middle.Seconds().Should().Equal(Enumerable.Range(60_000, 10).Select(second => (double)second));
        (store.BytesRead - before).Should().BeLessThan(4_000_000);
        store.BrokenLines.Should().Be(0);
    }

    [TestMethod]
    public async Task Of_the_hour_that_summer_time_repeats_both_times_are_found()
    {
        var zone = SummerTime();
        var store = new CelCsvFile(Master, CelLines.Columns, new CelClock(zone), TimeProvider.System);
        // 2026-10-25 03:00 becomes 02:00 again; a line every two seconds for six hours around it.
        var change = new DateTimeOffset(2026, 10, 25, 1, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        await File.WriteAllTextAsync(Master, string.Concat(
            Enumerable.Range(-5400, 10_800).Select(step => CelLines.Line(change + 2 * step - CelLines.Epoch))));

        var quarter = await store.ReadAsync(new(2026, 10, 25, 2, 30, 0), new(2026, 10, 25, 2, 45, 0), default).ToList();

        quarter.Should().HaveCount(2 * 450);
    }

    [TestMethod]
    public async Task Rotated_files_are_read_in_order_packed_ones_too()
    {
        Pack("Master.csv-20261119.gz", CelLines.Lines(0, 5));
        _folder.Write("Master.csv.2", CelLines.Lines(5, 5));
        _folder.Write("Master.csv.1", CelLines.Lines(10, 5));
        _folder.Write("Master.csv", CelLines.Lines(15, 5));
        _folder.Write("Master.csv.bak", CelLines.Lines(100, 5));
        _folder.Write("Master.csv.3", "");
        var store = CelLines.Open(Master);

        (await All(store)).Seconds().Should().Equal(Enumerable.Range(0, 20).Select(second => (double)second));
        (await store.ReadAsync(CelLines.Start.AddSeconds(3), CelLines.Start.AddSeconds(12), default).ToList())
            .Seconds().Should().Equal(3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    [TestMethod]
    public async Task Between_a_rotation_and_the_next_call_the_rotated_file_serves()
    {
        _folder.Write("Master.csv.1", CelLines.Lines(0, 3));

        (await All(CelLines.Open(Master))).Seconds().Should().Equal(0, 1, 2);
    }

    [TestMethod]
    public async Task A_damaged_packed_file_costs_only_what_is_in_it()
    {
        Pack("Master.csv.1.gz", CelLines.Lines(0, 2000));
        var bytes = await File.ReadAllBytesAsync(_folder.File("Master.csv.1.gz"));
        bytes.AsSpan(bytes.Length / 2, 200).Fill(0xff);
        await File.WriteAllBytesAsync(_folder.File("Master.csv.1.gz"), bytes);
        _folder.Write("Master.csv", CelLines.Lines(3000, 2));

        var records = await All(CelLines.Open(Master));

        records.Seconds().TakeLast(2).Should().Equal(3000, 3001);
    }

    [TestMethod]
    public async Task Files_older_than_the_requested_period_are_not_read()
    {
        _folder.Write(
            "Master.csv.1", string.Concat(Enumerable.Range(0, 20_000).Select(step => CelLines.Line(step * 2))));
        _folder.Write(
            "Master.csv", string.Concat(Enumerable.Range(20_000, 10_000).Select(step => CelLines.Line(step * 2))));
        var store = CelLines.Open(Master);

        var last = await store.ReadAsync(CelLines.Start.AddSeconds(59_900), null, default).ToList();

        last.Should().HaveCount(50);
        store.BytesRead.Should().BeLessThan(1_500_000);
    }

    [TestMethod]
    [DataRow("1795231628.32", "in_picked_up")]
    [DataRow("1795231771.74", "parked_and_fetched")]
    [DataRow("1795231826.91", "transfer_attended_keys")]
    public async Task A_call_has_what_its_channels_did_before_they_joined(string linkedId, string capture)
    {
        var file = CelLines.Captured(capture);

        var records = await CelLines.Open(file).ReadCallAsync(linkedId, default).ToList();

        records.Should().Equal(await All(CelLines.Open(file)));
        records.Should().HaveCount(File.ReadLines(file).Count());
    }

    [TestMethod]
    public async Task The_call_that_a_channel_came_from_has_all_that_the_channel_did()
    {
        var file = CelLines.Captured("in_picked_up");

        var records = await CelLines.Open(file).ReadCallAsync("1795231630.34", default).ToList();

        records.Should().Equal(await All(CelLines.Open(file)));
    }

    [TestMethod]
    public async Task Calls_at_the_same_time_are_kept_apart()
    {
        var file = CelLines.Captured("in_two_at_once");
        var all = await All(CelLines.Open(file));
        var ids = all.Select(record => record.LinkedId).Distinct().ToList();
        ids.Should().HaveCount(2);

        foreach (var id in ids)
            (await CelLines.Open(file).ReadCallAsync(id, default).ToList())
                .Should().Equal(all.Where(record => record.LinkedId == id));
    }

    [TestMethod]
    public async Task A_past_call_is_found_by_its_id_without_reading_the_file()
    {
        await using (var writer = new StreamWriter(Master))
        {
            for (var second = 0; second < 60_000; second++)
                await writer.WriteAsync(
                    CelLines.Line(second, $"{CelLines.Epoch + second}.{second}", type: "LINKEDID_END"));
        }
        var store = CelLines.Open(Master);

        var call = await store.ReadCallAsync($"pbx-{CelLines.Epoch + 40_000}.40000", default).ToList();
        call.Should().BeEmpty("no line has that prefix");
        var bytes = store.BytesRead;
        call = await store.ReadCallAsync($"{CelLines.Epoch + 40_000}.40000", default).ToList();

        call.Seconds().Should().Equal(40_000);
        (store.BytesRead - bytes).Should().BeLessThan(6_000_000);
    }

    [TestMethod]
    public void A_list_of_columns_without_a_needed_one_is_refused_by_name()
    {
        var open = () => new CelCsvFile(Master,
            ["eventtype", "eventtime", "channame", "uniqueid"], new CelClock(CelLines.Zone), TimeProvider.System);

        open.Should().Throw<CelStoreException>().WithMessage("*asterisk.cel.columns lacks linkedid*cel_custom.conf*");
    }

    [TestMethod]
    public async Task A_list_that_does_not_fit_the_file_is_refused_with_what_the_file_has()
    {
        var store = new CelCsvFile(
            CelLines.Captured("in_named"), CelColumns.Sample, new CelClock(CelLines.Zone), TimeProvider.System);
        string[] swapped = ["eventtime", "eventtype", .. CelLines.Columns.Skip(2)];
        var other = new CelCsvFile(
            CelLines.Captured("in_named"), swapped, new CelClock(CelLines.Zone), TimeProvider.System);

        await store.Invoking(All)
            .Should().ThrowAsync<CelStoreException>().WithMessage("*in_named*lines have 11 columns*names 20*");
        await other.Invoking(All).Should().ThrowAsync<CelStoreException>()
            .WithMessage("*eventtime has 'LINKEDID_END', which is not a time*");
    }

    [TestMethod]
    public async Task Lines_of_an_older_mapping_before_the_present_one_are_left_out()
    {
        var old = string.Concat(Enumerable.Repeat("\"ANSWER\",\"1795230000.1\",\"a\"\n", 10));
        _folder.Write("Master.csv", old + CelLines.Lines(0, 3));

        (await All(CelLines.Open(Master))).Seconds().Should().Equal(0, 1, 2);
    }

    [TestMethod]
    public async Task A_missing_file_is_reported_with_what_to_do()
    {
        (await All(CelLines.Open(Master))).Should().BeEmpty("a PBX without a call so far has no file");
        await CelLines.Open(Path.Combine(_folder.Path, "no/such/Master.csv")).Invoking(All)
            .Should().ThrowAsync<CelStoreException>()
            .WithMessage("*no/such does not exist*cel_custom.conf*");
        Directory.CreateDirectory(Master);
        await CelLines.Open(Master).Invoking(All).Should().ThrowAsync<CelStoreException>().WithMessage($"*{Master}*");
    }

    [TestMethod]
    public async Task An_empty_file_has_no_records()
    {
        _folder.Write("Master.csv", "");

        (await All(CelLines.Open(Master))).Should().BeEmpty();
    }

    private static Task<List<CelRecord>> All(CelCsvFile store) =>
        store.ReadAsync(DateTime.MinValue, null, default).ToList();

    private void Pack(string name, string content)
    {
        using var file = new GZipStream(File.Create(_folder.File(name)), CompressionLevel.Fastest);
        file.Write(Encoding.UTF8.GetBytes(content));
    }

    private static TimeZoneInfo SummerTime()
    {
        var begin = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday);
        var end = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday);
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1), begin, end);
        return TimeZoneInfo.CreateCustomTimeZone(
            "summer", TimeSpan.FromHours(1), "summer", "summer", "summer time", [rule]);
    }
}

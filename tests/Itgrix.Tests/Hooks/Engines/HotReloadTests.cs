using System.Globalization;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Platform.Files;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Engines;

/// <summary>Saves of every kind, in every engine: never a torn run, never a stale one.</summary>
public abstract class HotReloadTests
{
    private const string Hook = "process_client_phone";
    private const string Input = """{"phone": "1"}""";

    private readonly TestHooks _hooks;

    private protected HotReloadTests(Func<CustomizerOptions, CustomizerOptions>? change = null) => _hooks = new(change);

    protected abstract string Extension { get; }

    [TestCleanup]
    public void Stop() => _hooks.Dispose();

    [TestMethod]
    public async Task A_save_in_place_is_what_the_next_call_runs()
    {
        for (var version = 1; version <= 10; version++)
        {
            Save(version);

            (await Phone()).Should().Be(Whole(version));
        }
    }

    [TestMethod]
    public async Task A_save_by_rename_is_what_the_next_call_runs()
    {
        for (var version = 1; version <= 10; version++)
        {
            SaveByRename(version);

            (await Phone()).Should().Be(Whole(version));
        }
    }

    [TestMethod]
    public async Task A_save_that_moves_the_old_file_away_first_is_what_the_next_call_runs()
    {
        Save(1);
        await Phone();

        File.Move(Path, Path + "~");
        var during = Phone();
        Save(2);
        File.Delete(Path + "~");

        (await during).Should().Be(Whole(2), "a file that is missing for a moment is not deleted");
        (await Phone()).Should().Be(Whole(2));
    }

    [TestMethod]
    public async Task A_folder_that_is_replaced_as_a_whole_is_what_the_next_call_runs_in()
    {
        Save(1);
        await Phone();

        var folder = System.IO.Path.GetDirectoryName(Path)!;
        Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        Save(2);

        (await Phone()).Should().Be(Whole(2));
        (await Phone()).Should().Be(Whole(2));
    }

    [TestMethod]
    public async Task An_older_file_of_the_same_size_is_noticed()
    {
        Save(1);
        await Phone();

        Save(2);
        File.SetLastWriteTimeUtc(Path, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        (await Phone()).Should().Be(Whole(2));
    }

    [TestMethod]
    public async Task A_file_that_is_being_written_is_waited_for()
    {
        Save(1);
        await Phone();
        var source = Source(2);

        Task<string> during;
        await using (var writer = new StreamWriter(Path))
        {
            await writer.WriteAsync(source[..(source.Length / 2)]);
            await writer.FlushAsync();
            during = Phone();
            await writer.WriteAsync(source[(source.Length / 2)..]);
        }

        (await during).Should().Be(Whole(2));
    }

    [TestMethod]
    public async Task While_a_file_stays_half_written_the_last_good_version_serves()
    {
        Save(1);
        await Phone();
        var source = Source(2);

        await using (var writer = new StreamWriter(Path))
        {
            await writer.WriteAsync(source[..(source.Length / 2)]);
            await writer.FlushAsync();
            var outcome = await _hooks.Run(Hook, Input);
            PhoneOf(outcome).Should().Be(Whole(1));
            outcome.Warnings.Should().ContainSingle(warning => warning.Contains("open for writing"));
            await writer.WriteAsync(source[(source.Length / 2)..]);
        }

        (await Phone()).Should().Be(Whole(2));
    }

    [TestMethod]
    public async Task A_burst_of_saves_tears_nothing_and_ends_in_the_last_version()
    {
        const int saves = 100;
        Save(0);
        await Phone();
        var seen = new List<string>();

        var saving = Task.Run(() =>
        {
            for (var version = 1; version <= saves; version++)
            {
                if (version % 2 == 0)
                    SaveByRename(version);
                else
                    SaveInTwoParts(version);
            }
        });
        while (!saving.IsCompleted)
            seen.Add(await Phone());
        await saving;

        seen.Should().OnlyContain(phone => Enumerable.Range(0, saves + 1).Any(version => phone == Whole(version)));
        seen.Select(Version).Should().BeInAscendingOrder();
        (await Phone()).Should().Be(Whole(saves));
    }

    [TestMethod]
    public async Task A_deleted_file_customizes_nothing_and_a_restored_one_does_again()
    {
        Save(1);
        await Phone();

        File.Delete(Path);
        (await _hooks.Run(Hook, Input)).Kind.Should().Be(OutcomeKind.NotCustomized);

        Save(2);
        (await Phone()).Should().Be(Whole(2));
    }

    [TestMethod]
    public async Task While_the_newest_version_is_broken_the_last_good_one_runs_with_a_warning()
    {
        Save(1);
        await Phone();

        File.WriteAllText(Path, Source(2) + "\n}}} broken");
        var outcome = await _hooks.Run(Hook, Input);
        PhoneOf(outcome).Should().Be(Whole(1));
        outcome.Warnings.Should()
            .ContainSingle(warning => warning.Contains("the last good version ran") && warning.Contains(Path + "("));

        Save(3);
        (await Phone()).Should().Be(Whole(3));
    }

    [TestMethod]
    public async Task A_broken_file_is_served_by_its_last_good_version_after_a_restart_too()
    {
        Save(1);
        await Phone();
        File.WriteAllText(Path, Source(2) + "\n}}} broken");

        _hooks.Restart();

        PhoneOf(await _hooks.Run(Hook, Input)).Should().Be(Whole(1));
    }

    [TestMethod]
    public async Task A_save_by_rename_that_is_broken_is_served_by_the_last_good_version_after_a_restart_too()
    {
        Save(1);
        await Phone();
        File.WriteAllText(Path + ".new", Broken);
        File.Move(Path + ".new", Path, overwrite: true);
        PhoneOf(await _hooks.Run(Hook, Input)).Should().Be(Whole(1));

        _hooks.Restart();

        PhoneOf(await _hooks.Run(Hook, Input)).Should().Be(Whole(1));
    }

    [TestMethod]
    public async Task A_removed_file_never_runs_again_under_a_broken_one()
    {
        Save(1);
        await Phone();
        File.Delete(Path);
        (await _hooks.Run(Hook, Input)).Kind.Should().Be(OutcomeKind.NotCustomized);

        File.WriteAllText(Path, Broken);

        Fails(await _hooks.Run(Hook, Input));
        _hooks.Restart();
        Fails(await _hooks.Run(Hook, Input));
    }

    [TestMethod]
    public async Task A_removed_file_never_runs_again_though_no_call_came_while_it_was_away()
    {
        Save(1);
        await Phone();
        File.Delete(Path);
        await Task.Delay(FileHistory.Moment * 2);

        File.WriteAllText(Path, Broken);

        Fails(await _hooks.Run(Hook, Input));
    }

    [TestMethod]
    public async Task A_file_that_was_renamed_to_switch_it_off_never_runs_again_under_a_broken_one()
    {
        Save(1);
        await Phone();
        File.Move(Path, Path + ".off");
        await Task.Delay(FileHistory.Moment * 2);

        File.WriteAllText(Path, Broken);

        Fails(await _hooks.Run(Hook, Input));
    }

    [TestMethod]
    public async Task A_file_that_was_removed_before_a_restart_never_runs_again_under_a_broken_one()
    {
        Save(1);
        await Phone();
        File.Delete(Path);
        File.WriteAllText(Path, Broken);

        _hooks.Restart();

        Fails(await _hooks.Run(Hook, Input));
    }

    [TestMethod]
    public async Task A_file_that_is_away_during_a_restart_never_runs_again_under_a_broken_one()
    {
        Save(1);
        await Phone();
        File.Delete(Path);
        _hooks.Restart();
        await _hooks.Warm();

        File.WriteAllText(Path, Broken);

        Fails(await _hooks.Run(Hook, Input));
    }

    [TestMethod]
    public async Task A_file_that_gives_way_to_one_of_the_other_engine_never_runs_again_under_a_broken_one()
    {
        Save(1);
        await Phone();
        var other = Extension == "php" ? "csx" : "php";
        File.Delete(Path);
        _hooks.Write($"{Hook}.{other}", other == "php"
            ? "<?php return array('state' => 'success', 'data' => array('phone' => 'other'));"
            : string.Format(TestHooks.Head, "ProcessClientPhone") + "return Success(\"other\");");
        (await Phone()).Should().Be("other");

        File.Delete(_hooks.PathOf($"{Hook}.{other}"));
        File.WriteAllText(Path, Broken);

        Fails(await _hooks.Run(Hook, Input));
    }

    [TestMethod]
    public async Task The_code_of_a_removed_file_leaves_the_disk()
    {
        Save(1);
        await Phone();
        Save(2);
        await Phone();
        File.Delete(Path);

        await _hooks.Run(Hook, Input);

        Directory.EnumerateFiles(System.IO.Path.Combine(_hooks.Folder, "cache", Extension)).Should().BeEmpty();
    }

    [TestMethod]
    public async Task A_changed_helper_file_is_run_by_the_next_call()
    {
        for (var version = 1; version <= 5; version++)
        {
            SaveWithHelper(version);

            (await Phone()).Should().Be(Whole(version));
        }
    }

    /// <summary>A hook that replies <c>version-version</c>, one from its start, one from its end.</summary>
    protected abstract string Source(int version);

    /// <summary>The same, with its version in a helper file.</summary>
    protected abstract (string Main, string Helper, string HelperName) SourceWithHelper(int version);

    private string Broken => Source(9) + "\n}}} broken";

    private string Path => _hooks.PathOf($"{Hook}.{Extension}");

    private static string Whole(int version) => $"{version:000}-{version:000}";

    private static int Version(string phone) => int.Parse(phone[..3], CultureInfo.InvariantCulture);

    private static string PhoneOf(HookOutcome outcome)
    {
        outcome.Kind.Should().Be(OutcomeKind.Applied, outcome.Reason);
        return (string)outcome.Data!["phone"]!;
    }

    private void Fails(HookOutcome outcome)
    {
        outcome.Kind.Should().Be(OutcomeKind.Failed);
        ((string?)outcome.Data!["phone"]).Should().Be("1", "the value stays unchanged");
        outcome.Version.Should().BeNull();
        outcome.Reason.Should().Contain(Path + "(");
    }

    private async Task<string> Phone() => PhoneOf(await _hooks.Run(Hook, Input));

    private void Save(int version) => File.WriteAllText(Path, Source(version));

    private void SaveByRename(int version)
    {
        File.WriteAllText(Path + ".new", Source(version));
        File.Move(Path + ".new", Path, overwrite: true);
    }

    private void SaveInTwoParts(int version)
    {
        var source = Source(version);
        using var writer = new StreamWriter(Path);
        writer.Write(source[..(source.Length / 2)]);
        writer.Flush();
        Thread.Yield();
        writer.Write(source[(source.Length / 2)..]);
    }

    private void SaveWithHelper(int version)
    {
        var (main, helper, name) = SourceWithHelper(version);
        if (!File.Exists(Path))
            File.WriteAllText(Path, main);
        File.WriteAllText(_hooks.PathOf(name), helper);
    }
}

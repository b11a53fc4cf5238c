using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Numbers;

[TestClass]
public sealed class NumberPlanFileTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly NumberPlanFile _plan;

    public NumberPlanFileTests() => _plan = new(new NumberOptions { LocalPatterns = _folder.File("mobiles.txt") });

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void A_saved_pattern_file_is_read_again()
    {
        _folder.Write("mobiles.txt", "# ours\n\n  8123456XXXX  ; the office\r\n");
        IsLocal("81234560000").Should().BeTrue();

        _folder.Write("mobiles.txt", "9XXXXXXXXX");
        IsLocal("81234560000").Should().BeFalse();
        IsLocal("9001234567").Should().BeTrue();

        _folder.Write("new.txt", "7XXXXXXXXX");
        File.Move(_folder.File("new.txt"), _folder.File("mobiles.txt"), overwrite: true);
        IsLocal("7001234567").Should().BeTrue();
    }

    [TestMethod]
    public void A_line_that_is_not_a_pattern_is_logged_and_the_others_count()
    {
        using var log = new RecordedLog();
        _folder.Write("mobiles.txt", "8123-456\n9XXXXXXXXX\n");

        IsLocal("9001234567").Should().BeTrue();
        log.Lines.Where(line => line.Contains("8123-456")).Should().NotBeEmpty()
            .And.AllSatisfy(line => line.Should().Contain(_folder.File("mobiles.txt")).And.Contain("not a pattern"));
    }

    [TestMethod]
    public void While_the_pattern_file_is_missing_its_last_patterns_stay()
    {
        using var log = new RecordedLog();
        IsLocal("9001234567").Should().BeFalse();
        log.Lines.Should().ContainSingle(line => line.Contains("cannot be read"));

        _folder.Write("mobiles.txt", "9XXXXXXXXX");
        IsLocal("9001234567").Should().BeTrue();
        File.Delete(_folder.File("mobiles.txt"));
        IsLocal("9001234567").Should().BeTrue();
        IsLocal("9001234567").Should().BeTrue();

        log.Lines.Where(line => line.Contains("cannot be read"))
            .Should().HaveCount(2, "once each time that it goes missing");
    }

    [TestMethod]
    public void A_folder_in_place_of_the_pattern_file_is_logged()
    {
        using var log = new RecordedLog();
        Directory.CreateDirectory(_folder.File("mobiles.txt"));

        IsLocal("9001234567").Should().BeFalse();
        log.Lines.Should().Contain(line => line.Contains("cannot be read"));
    }

    [TestMethod]
    public void Without_a_file_numbers_are_read_by_the_settings_alone() =>
        new NumberPlanFile(new NumberOptions { LocalDigits = 3 }).Current.IsLocal("1234").Should().BeFalse();

    [TestMethod]
    public void Settings_that_change_apply_to_the_next_call()
    {
        var options = new NumberOptions { LocalPatterns = _folder.Write("mobiles.txt", "9001XXXXXX") };
        var plan = new NumberPlanFile(() => options);
        plan.Current.Of("12345").IsLocal.Should().BeFalse();

        options = options with { LocalDigits = 5, Replacements = [new("00", null, "+")] };

        plan.Current.Of("12345").IsLocal.Should().BeTrue();
        plan.Current.Of("00499001234567").Custom.Should().Be("+499001234567");
        plan.Current.IsLocal("9001234567").Should().BeTrue("the file is the same");
    }

    private bool IsLocal(string number) => _plan.Current.IsLocal(number);
}

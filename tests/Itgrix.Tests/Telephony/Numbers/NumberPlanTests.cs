using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Numbers;

[TestClass]
public sealed class NumberPlanTests
{
    private static readonly string[] Prefixes = ["+7495", "8495", "+7", "7", "8"];

    [TestMethod]
    public void A_number_is_known_in_all_forms_as_in_the_vendors_example()
    {
        var number = Plan().Of("+79001234567");

        number.Original.Should().Be("+79001234567");
        number.Base.Should().Be("9001234567");
        number.Custom.Should().BeEmpty();
        number.IsLocal.Should().BeFalse();
        number.Variants.Should().Equal(
            "9001234567", "+74959001234567", "84959001234567", "+79001234567", "79001234567", "89001234567");
    }

    [TestMethod]
    [DataRow("+74951112233", "1112233")]
    [DataRow("84951112233", "1112233")]
    [DataRow("74951112233", "4951112233")]
    [DataRow("9001234567", "9001234567")]
    [DataRow("81234", "81234")]
    [DataRow("812345", "12345")]
    [DataRow("+7", "+7")]
    [DataRow("anonymous", "anonymous")]
    public void The_longest_prefix_goes_that_leaves_more_than_an_internal_number(string original, string expected) =>
        Plan().Of(original).Base.Should().Be(expected);

    [TestMethod]
    [DataRow("101", true)]
    [DataRow("1234", true)]
    [DataRow("12345", false)]
    [DataRow("*8101", true)]
    [DataRow("#1", true)]
    [DataRow("+1", false)]
    [DataRow("s", false)]
    [DataRow("", false)]
    public void Short_numbers_and_codes_are_inside(string number, bool isLocal)
    {
        Plan().IsLocal(number).Should().Be(isLocal);
        Plan().Of(number).IsLocal.Should().Be(isLocal);
    }

    [TestMethod]
    public void An_internal_number_has_one_form()
    {
        var number = Plan(replacements: new NumberReplacement("1", null, "+1")).Of("101");

        number.Should().BeEquivalentTo(new { Original = "101", Base = "101", Custom = "", IsLocal = true });
        number.Variants.Should().Equal("101");
    }

    [TestMethod]
    public void No_number_has_no_forms() =>
        Plan().Of("").Should().BeEquivalentTo(new { Original = "", Base = "", Custom = "", IsLocal = false });

    [TestMethod]
    [DataRow("+78123456000", true)]
    [DataRow("88123456000", true)]
    [DataRow("8123456000", true)]
    [DataRow("8123457000", false)]
    [DataRow("81234560000", false)]
    public void Listed_mobiles_are_inside_with_whatever_prefix_they_come(string number, bool isLocal) =>
        new NumberPlan(new() { Prefixes = Prefixes }, [new("8123456XXX")]).IsLocal(number).Should().Be(isLocal);

    [TestMethod]
    [DataRow("0079001234567", "+79001234567")]
    [DataRow("89001234567", "+79001234567")]
    [DataRow("8900123456", "+00123456")]
    [DataRow("9001234567", "")]
    public void The_first_replacement_that_fits_makes_the_number_for_the_CRM(string original, string custom) =>
        Plan(new("00", null, "+"), new(null, new("8XXXXXXXXXX"), "+7XXXXXXXXXX"), new("89", null, "+"))
            .Of(original).Custom.Should().Be(custom);

    [TestMethod]
    public void A_replacement_that_changes_nothing_is_none() =>
        Plan(new NumberReplacement("8", null, "8")).Of("89001234567").Custom.Should().BeEmpty();

    [TestMethod]
    [DataRow("*")]
    [DataRow("#")]
    public void A_replacement_that_leaves_no_digit_is_none(string target) =>
        Plan(new NumberReplacement(null, new("8XXXXXXXXXX"), target)).Of("89001234567").Custom.Should().BeEmpty();

    [TestMethod]
    [DataRow("8123456XXXX", true)]
    [DataRow("+7xX", true)]
    [DataRow("*8", true)]
    [DataRow("", false)]
    [DataRow("+", false)]
    [DataRow("7+", false)]
    [DataRow("12-34", false)]
    [DataRow("٣٤", false)]
    public void A_pattern_is_digits_and_X(string text, bool isValid) =>
        NumberPattern.IsValid(text).Should().Be(isValid);

    [TestMethod]
    [DataRow("8XX", "812", true)]
    [DataRow("8xX", "812", true)]
    [DataRow("8XX", "81", false)]
    [DataRow("8XX", "8123", false)]
    [DataRow("8XX", "81*", false)]
    [DataRow("8XX", "8٣٤", false)]
    [DataRow("+X", "+1", true)]
    public void A_pattern_fits_digit_by_digit(string pattern, string number, bool fits) =>
        new NumberPattern(pattern).Matches(number).Should().Be(fits);

    [TestMethod]
    [DataRow("8XXX", "8123", "+7XXX", "+7123")]
    [DataRow("8XXX", "8123", "9X", "91")]
    [DataRow("8X", "81", "9XX", "91X")]
    [DataRow("800", "800", "5", "5")]
    public void The_digits_of_X_go_where_X_is(string pattern, string number, string target, string expected) =>
        new NumberPattern(pattern).Rewrite(number, target).Should().Be(expected);

    [TestMethod]
    [DataRow("0190.", "01901", true)]
    [DataRow("0190.", "01901234567890", true)]
    [DataRow("0190.", "0190", false)]
    [DataRow("0190.", "0190*", false)]
    [DataRow("0190.", "0191234", false)]
    [DataRow("+870.", "+870773111222", true)]
    [DataRow("+870.", "00870773111222", false)]
    [DataRow("X.", "12", true)]
    [DataRow("X.", "1", false)]
    [DataRow("X.", "*1", false)]
    [DataRow("X.", "1٣", false)]
    [DataRow("*98", "*98", true)]
    [DataRow("*98", "*981", false)]
    [DataRow("*67X.", "*6712025550123", true)]
    public void A_dot_at_the_end_of_a_dialled_pattern_is_one_or_more_digits(string pattern, string number, bool fits) =>
        new DialPattern(pattern).Matches(number).Should().Be(fits);

    [TestMethod]
    [DataRow("0190.", true)]
    [DataRow("+X.", true)]
    [DataRow("*98", true)]
    [DataRow(".", false)]
    [DataRow("", false)]
    [DataRow("+.", false)]
    [DataRow("01..", false)]
    [DataRow("0.1", false)]
    [DataRow("[2-9]X", false)]
    [DataRow("_0190.", false)]
    public void A_dialled_pattern_has_a_dot_at_its_end_only(string text, bool isValid) =>
        DialPattern.IsValid(text).Should().Be(isValid);

    private static NumberPlan Plan(params NumberReplacement[] replacements) =>
        new(new() { Prefixes = Prefixes, Replacements = replacements }, []);
}

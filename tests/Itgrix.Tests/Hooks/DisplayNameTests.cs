using Itgrix.Runtime.Hooks;

namespace Itgrix.Tests.Hooks;

[TestClass]
public sealed class DisplayNameTests
{
    [TestMethod]
    [DataRow("Ivan Ivanov", "Ivan Ivanov")]
    [DataRow("", "")]
    [DataRow("  Ivan \t Ivanov\r\n", "Ivan Ivanov")]
    [DataRow("O'Brien & Sons: 24/7", "O'Brien & Sons: 24/7")]
    [DataRow("ООО \"Ромашка\", Анна", "ООО Ромашка Анна")]
    [DataRow("Ivan <12025550123>", "Ivan 12025550123")]
    [DataRow("${SHELL(id)} $[1+1] `id`", "SHELL id 1+1 id")]
    [DataRow("a|b;c\\d", "a b c d")]
    [DataRow("Ivan\0\u0007\u2028Ivanov", "Ivan Ivanov")]
    [DataRow("\u202egnp.exe", "gnp.exe")]
    [DataRow("Ива\u00adнов", "Иванов")]
    [DataRow("\ud83c Ivan \udf3c", "Ivan")]
    [DataRow("Анна 🌼", "Анна 🌼")]
    [DataRow("👨‍👩‍👧 Ivanovs", "👨‍👩‍👧 Ivanovs")]
    public void A_name_is_shown_without_what_a_dialplan_or_a_display_takes_for_more_than_letters(
        string name, string shown)
    {
        DisplayName.From(name).Should().Be(shown);
    }

    [TestMethod]
    [DataRow("12345678901234567890", "12345678901234567890")]
    [DataRow("123456789012345678901", "12345678901234567890")]
    [DataRow("1234567890123456789 1", "1234567890123456789")]
    [DataRow("1234567890123456789🌼", "1234567890123456789")]
    [DataRow("1234567890123456789e\u0301x", "1234567890123456789")]
    [DataRow("123456789 (123456789012)", "123456789 1234567890")]
    public void A_name_has_twenty_characters_at_most_and_none_of_them_cut(string name, string shown)
    {
        DisplayName.From(name).Should().Be(shown);
    }
}

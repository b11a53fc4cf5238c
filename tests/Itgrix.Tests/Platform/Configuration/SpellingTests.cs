using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Tests.Platform.Configuration;

[TestClass]
public sealed class SpellingTests
{
    [TestMethod]
    [DataRow("tiemout", "timeout")]
    [DataRow("Timeout", "timeout")]
    [DataRow("folder", "folders")]
    [DataRow("password", "password_hash")]
    [DataRow("amy", "ami")]
    [DataRow("port", null)]
    [DataRow("x", null)]
    [DataRow("", null)]
    public void A_name_that_is_nearly_a_known_one_was_meant(string name, string? meant) =>
        Spelling.Nearest(name, ["timeout", "folders", "password_hash", "ami", "cel"]).Should().Be(meant);
}

using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Logging;

/// <summary>The command that messages name.</summary>
[TestClass]
public sealed class OwnCommandTests
{
    [TestMethod]
    [DataRow("", "'./run.sh hook --help' lists them.")]
    [DataRow("itgrix", "'itgrix hook --help' lists them.")]
    public async Task Messages_name_the_command_that_people_can_call(string installed, string words)
    {
        var variables = new Dictionary<string, string>();
        if (installed.Length > 0)
            variables["ITGRIX_COMMAND"] = installed;

        var refused = await Command.Start(Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime"),
            ["hook", "bitrix24/xyz"], [], "/", variables);

        refused.Errors.Should().Contain(words);
    }
}

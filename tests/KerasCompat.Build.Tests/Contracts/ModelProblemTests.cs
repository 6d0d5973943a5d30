using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Xunit;
using KerasCompat.Contracts;

namespace KerasCompat.Build.Contracts;

public sealed class ModelProblemTests
{
    [Property]
    public void A_problem_is_JSON_whatever_its_message_says(UnicodeString text)
    {
        // Halves of surrogate pairs do not survive in a file, whoever writes it.
        string message = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
        var problem = new ModelProblem(BuildErrorKinds.Damaged, "path", message);

        using JsonDocument json = JsonDocument.Parse(problem.ToJson());

        Assert.Equal(message, json.RootElement.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public void A_mistake_of_the_program_itself_is_not_taken_for_one_of_a_model()
    {
        Assert.False(ModelProblem.IsReported(new InvalidOperationException()));
    }
}
